/* fumo-1.1, machine package: what `swmgen verify` searches, for spin.
   One d_step a transition; verify with -DSAFETY -DNOREDUCE, assertions are the properties.
   Bounds: messages 1, losses 1, duplicates 0, power_cuts 1, attacks 0, servers 1, older_servers 0, alerts 1. */
/* message 1: exec x/Download of server 1 */
/* message 2: exec x/Update of server 1 */
/* message 3: exec x/DownloadAndUpdate of server 1 */
/* message 4: replace x/Update/PkgData */
/* message 5: exec x/Operations/Suspend */
/* message 6: exec x/Operations/Resume */
/* message 7: exec x/Operations/Cancel */
/* message 8: announced_download */
/* message 9: announced_suspend */
/* message 10: announced_resume */
/* message 11: announced_cancel */
/* message 12: exec x/Operations/ReceiveBroadcast of server 1 */
/* message 13: exec x/Operations/ReceiveBroadcastAndUpdate of server 1 */
/* state 1: idle */
/* state 2: download_failed */
/* state 3: download_progressing */
/* state 4: download_complete */
/* state 5: ready_to_update */
/* state 6: update_progressing */
/* state 7: update_failed_have_data */
/* state 8: update_failed_no_data */
/* state 9: update_successful_have_data */
/* state 10: update_successful_no_data */
/* state 11: awaiting_authorisation */
/* state 12: broadcast_scheduled */
/* state 13: download_cancelled */
/* state 14: download_suspended */
/* state 15: download_interrupted */
/* state 16: repair_progressing */
/* state 17: verifying */
/* state 18: update_deferred */
/* state 19: update_suspended */
#define ON 0
#define OFF 1
#define BOOTING 2
byte state = 1;
short v_goal = 1;
short v_initiator = 3;
short v_awaits = 6;
short v_source = 9;
short v_phase = 11;
short v_reason = 13;
short v_attempts = 0;
short v_restarts = 0;
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
  :: d_step { (power == OFF && (true)) -> power = BOOTING }
  :: d_step { (power == OFF && !(true)) -> power = ON }
  :: d_step { ((power == BOOTING && journal[0] == 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 5) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 14) || (state == 15) || (state == 17) || (state == 18) || (state == 19))) -> power = ON; t = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && ((state == 3) || (state == 16))) -> power = ON; v_reason = 24; state = 15 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 6)) -> power = ON; state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == BOOTING && journal[0] == 0) && (state == 6)) -> power = ON; t = 0 }
  :: d_step { (power != OFF && journal[0] == 1) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 2) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 2) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 5) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power != OFF && journal[0] == 2) && (state == 6)) -> journal[0] = journal[1]; journal[1] = 0; state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { (power != OFF && journal[0] == 3) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 4) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 5) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 6) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 7) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 8) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 9) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { (power != OFF && journal[0] == 10) -> journal[0] = journal[1]; journal[1] = 0; t = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> state = 17 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 4)) -> state = 5 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 5) && (v_goal == 2)) -> state = 18 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 5) && (v_goal == 2)) -> assert(ordered_0 == 1); state = 6; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 8; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 10; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 6)) -> state = 9; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 2)) -> state = 1; ordered_0 = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 7)) -> state = 8; ordered_0 = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 8)) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 9)) -> state = 10; ordered_0 = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 10)) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 13)) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 9)) -> state = 1; ordered_0 = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 11) && ((v_awaits == 5) && (v_source == 9))) -> assert(ordered_0 == 1); assert(!((state == 11) && (v_awaits == 8))); v_awaits = 6; v_phase = 11; state = 3; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 11) && ((v_awaits == 5) && (v_source == 10))) -> assert(ordered_0 == 1); assert(!((state == 11) && (v_awaits == 8))); v_awaits = 6; v_phase = 11; state = 12; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 11) && (v_awaits == 8)) -> v_awaits = 7; state = 11 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 11)) -> v_awaits = 6; state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 12)) -> state = 3 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 12)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> v_reason = 22; state = 15 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3)) -> assert(ordered_0 == 1); v_phase = 12; state = 16; journalled(5) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && (v_reason == 22)) -> v_reason = 13; state = 3 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 16)) -> state = 17 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 16)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 16) && (v_attempts < 1)) -> assert(ordered_0 == 1); assert(!(((state == 3) || (state == 16) || (state == 14) || (state == 15) || (state == 17)) && (((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)) < v_attempts))); v_attempts = ((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)); state = 16; journalled(5) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 16) && (!(v_attempts < 1))) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3) && (v_restarts < 1)) -> assert(ordered_0 == 1); assert(!(((state == 3) || (state == 16) || (state == 14) || (state == 15) || (state == 17)) && (((v_restarts + 1) > 1000 -> 1000 : (v_restarts + 1)) < v_restarts))); v_restarts = ((v_restarts + 1) > 1000 -> 1000 : (v_restarts + 1)); state = 3; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 3) && (!(v_restarts < 1))) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && ((state == 3) || (state == 16))) -> v_reason = 5; state = 14; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15)) -> v_reason = 5; state = 14 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 14) && ((v_reason == 5) && (v_phase == 11))) -> assert(ordered_0 == 1); assert(!(v_reason != 5)); v_reason = 13; state = 3; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 14) && ((v_reason == 5) && (v_phase == 12))) -> assert(ordered_0 == 1); assert(!(v_reason != 5)); v_reason = 13; state = 16; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0) && ((state == 3) || (state == 14) || (state == 15) || (state == 16))) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && ((state == 3) || (state == 16))) -> v_reason = 15; state = 15; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0) && ((state == 3) || (state == 16))) -> v_reason = 16; state = 15; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && ((v_attempts < 1) && (v_phase == 11))) -> assert(ordered_0 == 1); assert(!(((state == 3) || (state == 16) || (state == 14) || (state == 15) || (state == 17)) && (((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)) < v_attempts))); v_reason = 13; v_attempts = ((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)); state = 3; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && ((v_attempts < 1) && (v_phase == 12))) -> assert(ordered_0 == 1); assert(!(((state == 3) || (state == 16) || (state == 14) || (state == 15) || (state == 17)) && (((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)) < v_attempts))); v_reason = 13; v_attempts = ((v_attempts + 1) > 1000 -> 1000 : (v_attempts + 1)); state = 16; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && ((!(v_attempts < 1)) && (v_initiator == 4))) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && ((!(v_attempts < 1)) && (v_initiator != 4))) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17)) -> state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 9) && (v_goal == 1))) -> state = 4; if :: owed != 0 -> ordered_0 = 0 :: else fi; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 9) && (v_goal != 1))) -> state = 4 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 10) && (v_phase == 11) && (v_goal == 1))) -> state = 4; if :: owed != 0 -> ordered_0 = 0 :: else fi; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 10) && (v_phase == 11) && (v_goal != 1))) -> state = 4 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 10) && (v_phase == 12) && (v_goal == 1))) -> state = 4; if :: owed != 0 -> ordered_0 = 0 :: else fi; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 17) && ((v_source == 10) && (v_phase == 12) && (v_goal != 1))) -> state = 4 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 14)) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && ((v_reason == 16) || (v_reason == 17) || (v_reason == 20))) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 15) && (!((v_reason == 16) || (v_reason == 17) || (v_reason == 20)))) -> v_reason = 13; state = 2; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 19)) -> assert(ordered_0 == 1); v_reason = 13; state = 6; journalled(9) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 19)) -> v_reason = 13; state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(10) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 18)) -> assert(ordered_0 == 1); state = 6; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0) && (state == 18)) -> state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; v_initiator = 3; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; v_initiator = 3; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 1 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (v_goal == 1)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (!(v_goal == 1))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (v_goal == 1) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (v_goal == 1) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; state = 18; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (v_goal == 1) && !FULL) -> assert(owed == 0); assert(!((state == 5) && (v_goal != 1))); take_down_0(); state = 7; owed = 1; ordered_0 = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 5) && (v_goal == 1) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; state = 6; owed = 1; ordered_0 = 1; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 18)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 18) && ((v_initiator == 3) || (v_goal == 1))) -> take_down_0(); state = 6; ordered_0 = 1; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 18) && ((v_initiator != 3) && (v_goal == 2)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 2 && down[0] != 0) && (state == 18) && ((v_initiator != 3) && (v_goal == 2)) && !FULL) -> assert(owed == 0); take_down_0(); state = 6; owed = 1; ordered_0 = 1; journalled(2) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; v_initiator = 3; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 3; owed = 1; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; v_initiator = 3; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 3 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 3; state = 5 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 6) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 5) && (v_goal == 1)) -> assert(!((state == 5) && (v_goal == 2))); take_down_0(); state = 1; ordered_0 = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 5) && (!(v_goal == 1))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 5) && (v_goal == 1)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 4 && down[0] != 0) && (state == 5) && (v_goal == 1)) -> assert(!((state == 5) && (v_goal == 2))); take_down_0(); v_initiator = 3; state = 5 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 17) || (state == 18))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && ((state == 3) || (state == 16))) -> take_down_0(); v_reason = 14; state = 14; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 5)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 6)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 6)) -> take_down_0(); v_reason = 14; state = 19; journalled(8) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 14)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 15)) -> take_down_0(); v_reason = 14; state = 14 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 5 && down[0] != 0) && (state == 19)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 5) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 12) || (state == 13) || (state == 17) || (state == 18))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 3) || (state == 16))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 11) && ((v_awaits == 7) && (v_source == 9))) -> assert(ordered_0 == 1); assert(!((state == 11) && (v_awaits == 8))); take_down_0(); v_awaits = 6; v_phase = 11; state = 3; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 11) && ((v_awaits == 7) && (v_source == 10))) -> assert(ordered_0 == 1); assert(!((state == 11) && (v_awaits == 8))); take_down_0(); v_awaits = 6; v_phase = 11; state = 12; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 11) && (v_awaits == 8)) -> take_down_0(); v_awaits = 5; state = 11 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 11) && ((v_awaits == 6) || (v_awaits == 5))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 11) && (!(((v_awaits == 7) && (v_source == 9)) || ((v_awaits == 7) && (v_source == 10)) || (v_awaits == 8) || ((v_awaits == 6) || (v_awaits == 5))))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 14) || (state == 15)) && (v_phase == 11)) -> assert(ordered_0 == 1); take_down_0(); v_reason = 13; v_attempts = 0; state = 3; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 14) || (state == 15)) && (v_phase == 12)) -> assert(ordered_0 == 1); take_down_0(); v_reason = 13; v_attempts = 0; state = 16; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && ((state == 14) || (state == 15)) && (!((v_phase == 11) || (v_phase == 12)))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 6 && down[0] != 0) && (state == 19)) -> assert(ordered_0 == 1); take_down_0(); v_reason = 13; state = 6; journalled(9) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && ((state == 3) || (state == 14) || (state == 15) || (state == 16) || (state == 17))) -> take_down_0(); v_reason = 13; state = 13; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 5)) -> take_down_0(); state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 11)) -> take_down_0(); v_awaits = 6; state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 12)) -> take_down_0(); state = 13; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 18)) -> take_down_0(); state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 19)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 7 && down[0] != 0) && (state == 19)) -> take_down_0(); v_reason = 13; state = 7; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(10) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 7; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 8; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 3; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 7; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 8; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 12; ordered_0 = 1; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 1; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 7; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 8; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 3; ordered_0 = 1; journalled(1) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 9; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 7; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 8; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 12; ordered_0 = 1; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); v_goal = 2; v_initiator = 4; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 3) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 3) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17)) && (v_initiator == 4)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 8 && down[0] != 0) && ((state == 4) || (state == 5) || (state == 6) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 5) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 14) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && ((state == 3) || (state == 16))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && ((state == 3) || (state == 16)) && (v_initiator == 4)) -> take_down_0(); v_reason = 4; state = 14; journalled(6) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && (state == 15)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 9 && down[0] != 0) && (state == 15) && (v_initiator == 4)) -> take_down_0(); v_reason = 4; state = 14 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 10 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 11) || (state == 12) || (state == 13) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 10 && down[0] != 0) && (state == 14)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 10 && down[0] != 0) && (state == 14) && ((v_initiator == 4) && ((v_reason == 4) && (v_phase == 11)))) -> assert(ordered_0 == 1); assert(!(v_reason != 4)); take_down_0(); v_reason = 13; state = 3; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 10 && down[0] != 0) && (state == 14) && ((v_initiator == 4) && ((v_reason == 4) && (v_phase == 12)))) -> assert(ordered_0 == 1); assert(!(v_reason != 4)); take_down_0(); v_reason = 13; state = 16; journalled(7) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 4) || (state == 5) || (state == 6) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && ((state == 3) || (state == 15) || (state == 16) || (state == 17))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && ((state == 3) || (state == 15) || (state == 16) || (state == 17)) && (v_initiator == 4)) -> take_down_0(); v_reason = 13; state = 13; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 11)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 11) && (v_initiator == 4)) -> take_down_0(); v_awaits = 6; state = 1; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 12)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 12) && (v_initiator == 4)) -> take_down_0(); state = 13; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 14)) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 11 && down[0] != 0) && (state == 14) && ((v_initiator == 4) && (v_reason == 4))) -> take_down_0(); v_reason = 13; state = 13; ordered_0 = 0; if :: owed != 0 && !FULL -> stored[owed]++ :: else fi; owed = 0; journalled(3) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 12 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 12 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 12 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; v_initiator = 3; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 12; owed = 1; ordered_0 = 1; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 12 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 1; v_initiator = 3; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 12 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 13 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13))) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 13 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && FULL) -> take_down_0(); t = 0 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 13 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; v_initiator = 3; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 6; state = 12; owed = 1; ordered_0 = 1; journalled(4) }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 13 && down[0] != 0) && ((state == 1) || (state == 2) || (state == 7) || (state == 8) || (state == 9) || (state == 10) || (state == 13)) && !FULL) -> assert(owed == 0); take_down_0(); v_goal = 2; v_initiator = 3; v_source = 10; v_phase = 11; v_restarts = 0; v_attempts = 0; v_awaits = 5; state = 11; owed = 1; ordered_0 = 1 }
  :: d_step { ((power == ON && journal[0] == 0 && down[0] == 13 && down[0] != 0) && ((state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 11) || (state == 12) || (state == 14) || (state == 15) || (state == 16) || (state == 17) || (state == 18) || (state == 19))) -> take_down_0(); t = 0 }
  :: d_step { (power > BOOTING && v_goal + v_initiator + v_awaits + v_source + v_phase + v_reason + v_attempts + v_restarts == 0) -> t = 0 }
  :: d_step { (ROOM_down) -> put_down(1) }
  :: d_step { (ROOM_down) -> put_down(2) }
  :: d_step { (ROOM_down) -> put_down(3) }
  :: d_step { (ROOM_down) -> put_down(4) }
  :: d_step { (ROOM_down) -> put_down(5) }
  :: d_step { (ROOM_down) -> put_down(6) }
  :: d_step { (ROOM_down) -> put_down(7) }
  :: d_step { (ROOM_down) -> put_down(8) }
  :: d_step { (ROOM_down) -> put_down(9) }
  :: d_step { (ROOM_down) -> put_down(10) }
  :: d_step { (ROOM_down) -> put_down(11) }
  :: d_step { (ROOM_down) -> put_down(12) }
  :: d_step { (ROOM_down) -> put_down(13) }
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
