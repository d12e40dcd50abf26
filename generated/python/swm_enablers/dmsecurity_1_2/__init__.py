"""DM Security, with the procedures of image-server-initiated delivery 1.2.

Who may speak to a device, what a message must prove, and how software from an image server
comes to be trusted. Sessions, notifications and bootstrap are those of DM 1.2; the schemes
that rest on MD5 stay for interoperation, and no decision to install rests on them. The
procedures of announcements, authorisation, reception, resumption and revocation are new; those
that read the nodes of one object (verify, hand over) stand with that object.

Source: OMA-TS-DM_Security-V1_2_1-20080617-A, and the extension of the Software Management work
item.

* `messages`: result codes and alerts.
* `security`: the security procedures.
"""

from __future__ import annotations
