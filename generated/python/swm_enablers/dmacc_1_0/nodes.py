"""The typed tree of dmacc 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from swm.tree import BINARY, ONE, ONE_OR_MORE, TEXT, ZERO_OR_ONE, Child, Children, Interior, Leaf, NodeSpec, access


class DmaccExt(Interior):
    """For makers.

    x/Ext: node, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:485
    """

    ACCESS = access.Get


class DmaccAppAuthX(Interior):
    """One credential.

    x/AppAuth/<x>: node, OneOrMore, Get.
    Spec: dmacc-1.0/objects.ddf.xml:362
    """

    ACCESS = access.Get

    a_auth_level = Leaf("AAuthLevel", TEXT, access.Get, ONE, mime=("text/plain",))
    """Whose it is: CLCRED of the client, SRVCRED of the server, OBEX or HTTP of the transport.

    x/AppAuth/<x>/AAuthLevel: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:382
    """

    a_auth_type = Leaf("AAuthType", TEXT, access.Get, ONE, mime=("text/plain",))
    """The authentication type it is for: HTTP-BASIC, HTTP-DIGEST, BASIC, DIGEST, HMAC, X509, SECUREID,
    SAFEWORD or DIGIPASS.

    x/AppAuth/<x>/AAuthType: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:403
    """

    a_auth_name = Leaf("AAuthName", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """The user name.

    x/AppAuth/<x>/AAuthName: chr, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:424
    """

    a_auth_secret = Leaf("AAuthSecret", TEXT, access.NoAccess, ZERO_OR_ONE, mime=("text/plain",))
    """The secret. No server may read it.

    x/AppAuth/<x>/AAuthSecret: chr, ZeroOrOne, no access.
    Spec: dmacc-1.0/objects.ddf.xml:445
    """

    a_auth_data = Leaf("AAuthData", BINARY, access.NoAccess, ZERO_OR_ONE, mime=("application/octet-stream",))
    """What else the authentication type needs, the next nonce among it. No server may read it.

    x/AppAuth/<x>/AAuthData: bin, ZeroOrOne, no access.
    Spec: dmacc-1.0/objects.ddf.xml:464
    """


class DmaccAppAuth(Interior):
    """The credentials of either side.

    x/AppAuth: node, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:342
    """

    ACCESS = access.Get

    instances = Children(DmaccAppAuthX, ONE_OR_MORE)


class DmaccAppAddrXPortX(Interior):
    """One port.

    x/AppAddr/<x>/Port/<x>: node, OneOrMore, Get.
    Spec: dmacc-1.0/objects.ddf.xml:276
    """

    ACCESS = access.Get

    port_nbr = Leaf("PortNbr", TEXT, access.Get, ONE, mime=("text/plain",))
    """Its number, in decimal digits.

    x/AppAddr/<x>/Port/<x>/PortNbr: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:296
    """


class DmaccAppAddrXPort(Interior):
    """The ports, where the address holds none.

    x/AppAddr/<x>/Port: node, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:256
    """

    ACCESS = access.Get

    instances = Children(DmaccAppAddrXPortX, ONE_OR_MORE)


class DmaccAppAddrX(Interior):
    """One address.

    x/AppAddr/<x>: node, OneOrMore, Get.
    Spec: dmacc-1.0/objects.ddf.xml:194
    """

    ACCESS = access.Get

    addr = Leaf("Addr", TEXT, access.Get, ONE, mime=("text/plain",))
    """The address, a URI for AddrType URI.

    x/AppAddr/<x>/Addr: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:214
    """

    addr_type = Leaf("AddrType", TEXT, access.Get, ONE, mime=("text/plain",))
    """The form of the address: URI, IPv4 or IPv6.

    x/AppAddr/<x>/AddrType: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:235
    """

    port = Child("Port", DmaccAppAddrXPort, ZERO_OR_ONE)


class DmaccAppAddr(Interior):
    """Where the server is reached.

    x/AppAddr: node, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:174
    """

    ACCESS = access.Get

    instances = Children(DmaccAppAddrX, ONE_OR_MORE)


class DmaccToConRefX(Interior):
    """One of them.

    x/ToConRef/<x>: node, OneOrMore, Get.
    Spec: dmacc-1.0/objects.ddf.xml:131
    """

    ACCESS = access.Get

    con_ref = Leaf("ConRef", TEXT, access.Get, ONE, mime=("text/plain",))
    """URI of the connectivity.

    x/ToConRef/<x>/ConRef: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:151
    """


class DmaccToConRef(Interior):
    """The connectivities that may be used.

    x/ToConRef: node, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:111
    """

    ACCESS = access.Get

    instances = Children(DmaccToConRefX, ONE_OR_MORE)


class DmaccObject(Interior):
    """What the device needs to know of one management server.

    x: node, OneOrMore, Get.
    Spec: dmacc-1.0/objects.ddf.xml:6
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-dm-dmacc:1.0"

    app_id = Leaf("AppID", TEXT, access.Get, ONE, mime=("text/plain",))
    """The kind of application: w7 for device management.

    x/AppID: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:27
    """

    server_id = Leaf("ServerID", TEXT, access.Get, ONE, mime=("text/plain",))
    """The name by which the server is known in sessions and access rights.

    x/ServerID: chr, One, Get.
    Spec: dmacc-1.0/objects.ddf.xml:48
    """

    name = Leaf("Name", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """A name to show.

    x/Name: chr, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:69
    """

    pref_con_ref = Leaf("PrefConRef", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """URI of the connectivity that is preferred.

    x/PrefConRef: chr, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:90
    """

    to_con_ref = Child("ToConRef", DmaccToConRef, ZERO_OR_ONE)
    app_addr = Child("AppAddr", DmaccAppAddr, ONE)
    a_auth_pref = Leaf("AAuthPref", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """The authentication type to begin with: BASIC, DIGEST, HMAC or TRANSPORT.

    x/AAuthPref: chr, ZeroOrOne, Get.
    Spec: dmacc-1.0/objects.ddf.xml:321
    """

    app_auth = Child("AppAuth", DmaccAppAuth, ZERO_OR_ONE)
    ext = Child("Ext", DmaccExt, ZERO_OR_ONE)


DMACC: NodeSpec = DmaccObject.describe("", ONE_OR_MORE)
"""The tree as a device mounts it."""
