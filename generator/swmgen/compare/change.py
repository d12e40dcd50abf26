"""One difference."""

from __future__ import annotations

import enum

import msgspec

from swmgen.model import Span


class Kind(enum.Enum):
    """What happened.

    WIDENED and NARROWED speak of what is allowed: more or fewer values,
    commands, instances, editions. A change that does both is CHANGED, as is
    one that is neither. RESTORED is the end of a deprecation.
    """

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    WIDENED = "widened"
    NARROWED = "narrowed"
    CHANGED = "changed"
    DEPRECATED = "deprecated"
    RESTORED = "restored"


class Aspect(enum.Enum):
    """What of an element differs; WHOLE for an element that came, went or moved."""

    WHOLE = "element"
    NAME = "name"
    FORMAT = "format"
    ACCESS = "access"
    OCCURS = "occurrence"
    SCOPE = "scope"
    STATUS = "status"
    TYPE = "type"
    DEFAULT = "default"
    VALUES = "values"
    RANGE = "range"
    SIZE = "largest size"
    ALLOWED = "allowed values"
    UNIT = "unit"
    CASE = "case"
    TITLE = "title"
    DOC = "description"
    NAMING = "naming"
    BUILDS = "OS builds"
    EDITIONS = "editions"
    PROVIDER = "provider version"
    EXTENSION = "extension"
    RUN_TIME = "run-time properties"
    VALUE = "value"
    DEPRECATION = "deprecation"
    OUTCOME = "outcome"
    FIELD = "field"


class Change(msgspec.Struct, frozen=True):
    """A difference between an old and a new version.

    `what` is the kind of element (``node``, ``state``, ``event``,
    ``transition``, ``variable``, ``result``, ``alert``, ``procedure``,
    ``type``, ``primitive``, ``interface``, ``enabler``, ``requirement``, ``erratum``), `name` how the specification
    speaks of it: of a node its URI or path, in the new version where it is
    there. `before` and `after` are what stood and stands there, as text, None
    where there is nothing. `field` names the field of the model for
    `Aspect.FIELD` and the item for a value, an extension.

    `old_id`/`new_id` are the ids of the element in the two models,
    `old_place`/`new_place` where they are written: the very property where its
    place is known, else the element. `below` counts what came or went with it.
    """

    kind: Kind
    what: str
    name: str
    aspect: Aspect = Aspect.WHOLE
    before: str | None = None
    after: str | None = None
    field: str = ""
    old_id: str | None = None
    new_id: str | None = None
    old_place: Span | None = None
    new_place: Span | None = None
    below: int = 0
