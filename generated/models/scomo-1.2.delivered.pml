/* scomo-1.2, machine delivered: what `swmgen verify` searches, for spin.
   One d_step a transition; verify with -DSAFETY -DNOREDUCE, assertions are the properties.
   Bounds: messages 1, losses 1, duplicates 0, power_cuts 1, attacks 0, servers 1, older_servers 0, alerts 1. */
/* message 1: exec x/Inventory/Delivered/<x>/Operations/Install of server 1 */
/* message 2: exec x/Inventory/Delivered/<x>/Operations/InstallInactive of server 1 */
/* message 3: exec x/Inventory/Delivered/<x>/Operations/Remove of server 1 */
/* message 4: add x/Inventory/Delivered/<x>/Data */
/* message 5: replace x/Inventory/Delivered/<x>/Data */
/* message 6: delete x/Inventory/Delivered/<x> */
/* message 7: exec x/Inventory/Delivered/<x>/Operations/Suspend */
/* message 8: exec x/Inventory/Delivered/<x>/Operations/Resume */
/* message 9: exec x/Inventory/Delivered/<x>/Operations/Cancel */
/* state 1: idle */
/* state 2: remove_failed */
/* state 3: remove_progressing */
/* state 4: install_progressing */
/* state 5: install_failed_with_data */
/* state 6: install_failed_without_data */
/* state 7: gone */
/* state 8: install_suspended */
/* state 9: install_deferred */
#define ON 0
#define OFF 1
#define BOOTING 2
byte state = 1;
short v_package_state = 1;
short v_goal = 3;
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
  :: d_step { (power == OFF && ((journal[0] != 0) || (!(state == 7)))) -> power = BOOTING }
  :: d_step { (power == OFF && !((journal[0] != 0) || (!(state == 7)))) -> power = ON }
  :: d_step { (power == BOOTING && journal[0] == 0 && state == 7) -> power = ON }
  :: d_step { ((power == BOOTING && journal[0] == 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6) || (state == 8) || (state == 9))) -> power = ON; t = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 3)) -> power = ON; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 3)) -> power = ON; t = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 4)) -> power = ON; state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 4)) -> power = ON; t = 0 }
  :: d_step { (power != OFF && journal[0] == 1) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 1) && ((state == 1) || (state == 2) || (state == 3) || (state == 5) || (state == 6) || (state == 8) || (state == 9))) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 1) && (state == 4)) -> journal[0] = journal[1]; journal[1] = 0; state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { (power != OFF && journal[0] == 2) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 3) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 4) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 5) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 6) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4)) -> state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4)) -> v_package_state = 2; state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4)) -> state = 6; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 1)) -> v_package_state = 1; state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> state = 7; if :: owed != 0 -> ordered_0 = 0 :: else fi; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && ((state == 2) || (state == 5))) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 7 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 9)) -> assert(ordered_0 == 1); state = 4; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 9)) -> state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 8)) -> assert(ordered_0 == 1); state = 4; journalled(5) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 8)) -> state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(6) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 5)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 5)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 3; state = 9; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 5)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 3; state = 4; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 2) || (state == 3) || (state == 4) || (state == 6) || (state == 8))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && (state == 9)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && (state == 9)) -> take_down_0(); v_goal = 3; state = 4; ordered_0 = 1; journalled(1) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 5)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 5)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 4; state = 9; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 5)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 4; state = 4; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 2) || (state == 3) || (state == 4) || (state == 6) || (state == 8))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 9)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 9)) -> take_down_0(); v_goal = 4; state = 4; ordered_0 = 1; journalled(1) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5)) && !FULL) -> assert(owed == 0); take_down_0(); state = 3; owed = 1; ordered_0 = 1; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 6) || (state == 8) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6))) -> take_down_0(); v_package_state = 1; state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 8) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6))) -> take_down_0(); v_package_state = 1; state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 8) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 5) || (state == 6))) -> take_down_0(); state = 7; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 8) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 3) || (state == 5) || (state == 6) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 4)) -> take_down_0(); state = 8; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 9))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && (state == 8)) -> assert(ordered_0 == 1); take_down_0(); state = 4; journalled(5) }
  :: d_step { (power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0 && (state == 7)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 5) || (state == 6))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && (state == 8)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && (state == 8)) -> take_down_0(); state = 5; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && (state == 9)) -> take_down_0(); state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { (power > BOOTING && v_package_state + v_goal == 0) -> t = 0 }
  :: d_step { (ROOM_down) -> put_down(1) }
  :: d_step { (ROOM_down) -> put_down(2) }
  :: d_step { (ROOM_down) -> put_down(3) }
  :: d_step { (ROOM_down) -> put_down(4) }
  :: d_step { (ROOM_down) -> put_down(5) }
  :: d_step { (ROOM_down) -> put_down(6) }
  :: d_step { (ROOM_down) -> put_down(7) }
  :: d_step { (ROOM_down) -> put_down(8) }
  :: d_step { (ROOM_down) -> put_down(9) }
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
