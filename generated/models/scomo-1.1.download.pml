/* scomo-1.1, machine download: what `swmgen verify` searches, for spin.
   One d_step a transition; verify with -DSAFETY -DNOREDUCE, assertions are the properties.
   Bounds: messages 1, losses 1, duplicates 0, power_cuts 1, attacks 0, servers 1, older_servers 0, alerts 1. */
/* message 1: exec x/Download/<x>/Operations/Download of server 1 */
/* message 2: exec x/Download/<x>/Operations/DownloadInstall of server 1 */
/* message 3: exec x/Download/<x>/Operations/DownloadInstallInactive of server 1 */
/* message 4: delete x/Download/<x> */
/* state 1: idle */
/* state 2: download_failed */
/* state 3: download_progressing */
/* state 4: download_complete */
/* state 5: install_progressing */
/* state 6: install_failed_with_data */
/* state 7: install_failed_without_data */
/* state 8: gone */
#define ON 0
#define OFF 1
#define BOOTING 2
byte state = 1;
short v_goal = 1;
byte owed;
byte journal[2];
byte power;
bit ordered_0;
byte down[1]; /* messages to the device */
byte up[1];   /* servers whose final alert is on its way */
byte stored[2]; /* alerts that wait for each server's answer */
byte losses = 1;
byte duplicates = 0;
byte cuts = 1;
byte attacks = 0;
hidden byte t;
#define FULL ((stored[1]) >= 1)
#define ROOM_down (down[0] == 0)
inline put_down(m) { down[0] = m; t = 0 }
inline take_down_0() { down[0] = 0 }
#define ROOM_up (up[0] == 0)
inline put_up(m) { up[0] = m; t = 0 }
inline take_up_0() { up[0] = 0 }
inline journalled(a) { if :: journal[0] == 0 -> journal[0] = a :: journal[1] == 0 && journal[0] != 0 -> journal[1] = a :: else -> assert(false) fi }
active proctype system() {
  do
  :: d_step { (power == OFF && ((journal[0] != 0) || (!(state == 8)))) -> power = BOOTING }
  :: d_step { (power == OFF && !((journal[0] != 0) || (!(state == 8)))) -> power = ON }
  :: d_step { (power == BOOTING && journal[0] == 0 && state == 8) -> power = ON }
  :: d_step { ((power == BOOTING && journal[0] == 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 5) || (state == 6) || (state == 7))) -> power = ON; t = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 3)) -> assert(ordered_0 == 1); power = ON; state = 3; journalled(1) }
  :: d_step { (power != OFF && journal[0] == 1) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 2) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 3) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 3) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 6) || (state == 7))) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 3) && (state == 5)) -> journal[0] = journal[1]; journal[1] = 0; state = 6; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { (power != OFF && journal[0] == 4) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3) && (v_goal == 1)) -> state = 4; if :: owed != 0 -> ordered_0 = 0 :: else fi; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3) && (v_goal != 1)) -> state = 4; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3) && (!((v_goal == 1) || (v_goal != 1)))) -> assert(!(state == 3)); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4) && (v_goal != 1)) -> assert(ordered_0 == 1); state = 5; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 5)) -> state = 6; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 5)) -> v_goal = 1; state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 5)) -> state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 2)) -> state = 1; ordered_0 = 0; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4) && (v_goal == 1)) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 7; ordered_0 = 0; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 7)) -> state = 1; ordered_0 = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0 && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 3) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && (state == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && (state == 4) && (v_goal == 1) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && (state == 4) && (v_goal == 1) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0 && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 3) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 4) && (v_goal == 1) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 4) && (v_goal == 1) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0 && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 3; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 3) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && (state == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && (state == 4) && (v_goal == 1) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && (state == 4) && (v_goal == 1) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 3; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0 && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 6) || (state == 7))) -> take_down_0(); state = 8; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 3) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 4) && (v_goal == 1)) -> take_down_0(); state = 8 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 4) && (!(v_goal == 1))) -> take_down_0(); t = 0 }
  :: d_step { (power > BOOTING && v_goal == 0) -> t = 0 }
  :: d_step { (ROOM_down) -> put_down(1) }
  :: d_step { (ROOM_down) -> put_down(2) }
  :: d_step { (ROOM_down) -> put_down(3) }
  :: d_step { (ROOM_down) -> put_down(4) }
  :: d_step { (losses > 0 && down[0] != 0) -> losses--; take_down_0() }
  :: d_step { (duplicates > 0 && ROOM_down && down[0] != 0) -> duplicates--; t = down[0]; put_down(t) }
  :: d_step { (losses > 0 && up[0] != 0) -> losses--; take_up_0() }
  :: d_step { (duplicates > 0 && ROOM_up && up[0] != 0) -> duplicates--; t = up[0]; put_up(t) }
  :: d_step { (power == ON && stored[1] > 0 && !(up[0] == 1) && ROOM_up) -> put_up(1) }
  :: d_step { (power == ON && (up[0] == 1)) -> stored[1]--; if :: up[0] == 1 -> take_up_0() :: else fi; t = 0 }
  :: d_step { (cuts > 0 && power != OFF) -> cuts--; power = OFF }
  :: d_step { (cuts > 0 && power != OFF && down[0] != 0) -> cuts--; power = OFF; take_down_0() }
  od
}
