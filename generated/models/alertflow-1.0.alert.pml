/* alertflow-1.0, machine alert: what `swmgen verify` searches, for spin.
   One d_step a transition; verify with -DSAFETY -DNOREDUCE, assertions are the properties.
   Bounds: messages 1, losses 0, duplicates 0, power_cuts 1, attacks 0, servers 1, older_servers 0, alerts 1. */
/* state 1: new */
/* state 2: waiting */
/* state 3: held */
/* state 4: due */
/* state 5: backoff */
/* state 6: stored */
/* state 7: sent */
/* state 8: suppressed */
/* state 9: dropped */
#define ON 0
#define OFF 1
#define BOOTING 2
byte state = 1;
byte f_owed;
byte f_immediate;
byte f_campaign;
byte f_user_asked;
byte f_security;
byte f_failed;
byte f_drawn;
byte f_may_sample;
byte f_may_hold;
bool begun;
byte owed;
byte journal[1];
byte power;
byte down[1]; /* messages to the device */
byte up[1];   /* servers whose final alert is on its way */
byte stored[2]; /* alerts that wait for each server's answer */
byte losses = 0;
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
inline journalled(a) { if :: journal[0] == 0 -> journal[0] = a :: else -> assert(false) fi }
active proctype system() {
  do
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 0; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 0; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 0; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 0; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 0; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 0; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 0; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 0; f_may_hold = 1 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 0 }
  :: d_step { (!begun) -> begun = 1; f_owed = 1; f_immediate = 1; f_campaign = 1; f_user_asked = 1; f_security = 1; f_failed = 1; f_drawn = 1; f_may_sample = 1; f_may_hold = 1 }
  :: d_step { (begun && power == OFF && (journal[0] != 0)) -> power = BOOTING }
  :: d_step { (begun && power == OFF && !(journal[0] != 0)) -> power = ON }
  :: d_step { (begun && power == BOOTING && journal[0] == 0 && true) -> power = ON }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 5) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 5) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 5))) -> state = 4 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && (((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 6) && (!(f_owed == 1))))) -> assert(!((f_failed == 1) && (!(f_security == 1)))); assert(!((state != 8) && (f_security == 1))); assert(!((state != 8) && ((f_immediate == 1) && (!(f_campaign == 1)) && (!(f_security == 1))))); state = 8 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && (((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 6) && (f_owed == 1)) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 6) && (f_owed == 1)))) -> assert(!((state != 2) && ((f_immediate == 1) && (!(f_campaign == 1)) && (!(f_security == 1))))); state = 2 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 2))) -> assert(!((state != 2) && ((f_immediate == 1) && (!(f_campaign == 1)) && (!(f_security == 1))))); state = 2 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 4) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 4) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 4))) -> assert(!((state != 3) && ((f_immediate == 1) && (!(f_campaign == 1)) && (!(f_security == 1))))); state = 3 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && ((!((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5)) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2)))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2)))) == 4))) || (!((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 5) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 6) && (f_owed == 1)) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 2) || (((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 4))))) -> assert(!((state == 8) && ((f_failed == 1) && (!(f_security == 1))))); t = 0 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 1) && (((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : 5))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : 2)))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : ((f_may_sample == 1) && (!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_drawn == 1)) -> 6 : 2))))) == 6) && (!(f_owed == 1))) || ((((f_security == 1) && (f_campaign == 1) -> 6 : ((f_security == 1) && (f_campaign == 1) -> 2 : (f_security == 1 -> 5 : ((f_user_asked == 1) || ((f_immediate == 1) && (!(f_campaign == 1))) -> 5 : (f_may_hold == 1 -> 4 : 2))))) == 6) && (!(f_owed == 1))))) -> assert(!((f_failed == 1) && (!(f_security == 1)))); assert(!((state != 8) && ((f_security == 1) && (!(f_campaign == 1))))); assert(!((state != 8) && ((f_immediate == 1) && (!(f_campaign == 1)) && (!(f_security == 1))))); state = 8 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && ((state == 2) || (state == 3) || (state == 4) || (state == 5) || (state == 6) || (state == 7) || (state == 8) || (state == 9))) -> assert(!((state == 8) && ((f_failed == 1) && (!(f_security == 1))))); t = 0 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 2)) -> state = 2 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 2)) -> state = 4 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && ((state == 2) || (state == 5) || (state == 6))) -> state = 4 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 3)) -> state = 2 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && ((state == 2) || (state == 3))) -> state = 4 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && ((state == 2) || (state == 3)) && ((!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_security == 1)))) -> state = 9 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 4)) -> state = 7 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 4)) -> state = 6 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 4)) -> state = 5 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && (state == 5)) -> state = 4 }
  :: d_step { (begun && (power == ON && journal[0] == 0) && ((state == 2) || (state == 3) || (state == 6)) && ((!(f_owed == 1)) && (!(f_failed == 1)) && (!(f_security == 1)))) -> state = 9 }
  :: d_step { (begun && (power == ON) && ((state == 8) || (state == 9)) && (f_owed == 1)) -> assert(false) }
  :: d_step { (begun && (power == ON) && (state == 9) && ((f_security == 1) || (f_failed == 1))) -> assert(false) }
  :: d_step { (begun && power > BOOTING && f_owed + f_immediate + f_campaign + f_user_asked + f_security + f_failed + f_drawn + f_may_sample + f_may_hold == 0) -> t = 0 }
  :: d_step { (begun && losses > 0 && down[0] != 0) -> losses--; take_down_0() }
  :: d_step { (begun && duplicates > 0 && ROOM_down && down[0] != 0) -> duplicates--; t = down[0]; put_down(t) }
  :: d_step { (begun && losses > 0 && up[0] != 0) -> losses--; take_up_0() }
  :: d_step { (begun && duplicates > 0 && ROOM_up && up[0] != 0) -> duplicates--; t = up[0]; put_up(t) }
  :: d_step { (begun && power == ON && stored[1] > 0 && !(up[0] == 1) && ROOM_up) -> put_up(1) }
  :: d_step { (begun && power == ON && (up[0] == 1)) -> stored[1]--; if :: up[0] == 1 -> take_up_0() :: else fi; t = 0 }
  :: d_step { (begun && cuts > 0 && power != OFF) -> cuts--; power = OFF }
  :: d_step { (begun && cuts > 0 && power != OFF && down[0] != 0) -> cuts--; power = OFF; take_down_0() }
  od
}
