"""The typed tree of imageserver 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import StrEnum

from swm.tree import (
    BINARY,
    BOOLEAN,
    INTEGER,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Adds,
    Children,
    Deletes,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class XAuthType(StrEnum):
    """X509 / NONE (NONE = server-authenticated TLS only); how the client authenticates to the server
    over https."""

    CERTIFICATE = "X509"
    NONE = "NONE"


class ImageserverX(Adds, Deletes):
    """One image server.

    x/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:11
    """

    ACCESS = access.AddDeleteGetReplace

    isid = Leaf("ISID", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """Identifier of the image server, 1..255 bytes.

    x/<x>/ISID: chr, One, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:18
    """

    name = Leaf("Name", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/<x>/Name: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:19
    """

    enabled = Leaf("Enabled", BOOLEAN, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """Announcements ignored when false.

    x/<x>/Enabled: bool, One, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:20
    """

    delegator = Leaf("Delegator", TEXT, access.Get, ONE, mime=("text/plain",))
    """Server id of the DM server that created this entry.

    x/<x>/Delegator: chr, One, Get.
    Spec: imageserver-1.0/objects.yaml:21
    """

    url_prefix = Leaf("URLPrefix", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """Https prefix every package URL must start with.

    x/<x>/URLPrefix: chr, One, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:22
    """

    trust_anchor = Leaf(
        "TrustAnchor", BINARY, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("application/octet-stream",)
    )
    """DER certificate for the https server.

    x/<x>/TrustAnchor: bin, ZeroOrOne, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:23
    """

    client_cred_ref = Leaf("ClientCredRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """URI of the client certificate or key to present.

    x/<x>/ClientCredRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:24
    """

    auth_type = Leaf(
        "AuthType",
        enumerated(XAuthType, TEXT),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        values=frozenset(("X509", "NONE")),
    )
    """X509 / NONE (NONE = server-authenticated TLS only); how the client authenticates to the server
    over https.

    x/<x>/AuthType: chr, One, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:25
    """

    signing_key = Leaf("SigningKey", BINARY, access.AddDeleteGetReplace, ONE, mime=("application/octet-stream",))
    """Public key (Ed25519, SubjectPublicKeyInfo DER) that signs this image server's announcements; it
    can never authorise software.

    x/<x>/SigningKey: bin, One, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:26
    """

    trust_root = Leaf("TrustRoot", BINARY, access.AddGet, ONE, mime=("application/octet-stream",))
    """TUF root metadata, first version, for the packages this server may carry; afterwards changed
    only by a root chain signed by old and new threshold.

    x/<x>/TrustRoot: bin, One, Add Get.
    Spec: imageserver-1.0/objects.yaml:27
    """

    last_sequence = Leaf("LastSequence", TEXT, access.Get, ONE, mime=("text/plain",))
    """Highest sequence accepted; the floor itself is kept outside the tree, by the SHA-256 of
    SigningKey, and survives Delete of the entry and factory reset.

    x/<x>/LastSequence: chr, One, Get.
    Spec: imageserver-1.0/objects.yaml:28
    """

    max_age = Leaf(
        "MaxAge", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="86400", low=0
    )
    """Seconds; default 86400.

    x/<x>/MaxAge: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 86400.
    Spec: imageserver-1.0/objects.yaml:29
    """

    max_announcements_per_day = Leaf(
        "MaxAnnouncementsPerDay",
        INTEGER,
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="4",
        low=0,
    )
    """Default 4; 0 no limit; suspend and cancel are not counted.

    x/<x>/MaxAnnouncementsPerDay: int, ZeroOrOne, Add Delete Get Replace, 0.., default 4.
    Spec: imageserver-1.0/objects.yaml:30
    """

    allowed_targets = Leaf("AllowedTargets", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Comma list of MO instance URIs; default none.

    x/<x>/AllowedTargets: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:31
    """

    not_after = Leaf("NotAfter", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """UTC end of the delegation.

    x/<x>/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: imageserver-1.0/objects.yaml:32
    """


class ImageserverObject(Interior):
    """Image servers that the DM server designates.

    x: node, ZeroOrOne, Get.
    Spec: imageserver-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-swm-imageserver:1.0"

    instances = Children(ImageserverX, ZERO_OR_MORE)


IMAGESERVER: NodeSpec = ImageserverObject.describe("", ZERO_OR_ONE, permanent=True)
"""The tree as a device mounts it."""
