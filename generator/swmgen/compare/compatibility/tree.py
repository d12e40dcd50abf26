"""TREE: where nodes are, how many there are, and what may be done to them."""

from __future__ import annotations

from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions, both
from swmgen.model import Status


def _nodes_stay(versions: Versions) -> None:
    gone = {old.path for old, new in versions.nodes if new is None}
    for old, new in versions.nodes:
        # Of a subtree that is gone its root is told.
        if new is None and old.path.rpartition("/")[0] not in gone:
            versions.removed(old, f"The node {old.path}")


def _access_is_not_narrowed(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        lost = [access.value for access in old.access if access not in new.access]
        if lost:
            versions.found(new, new.at("access"), f"{old.path} does not allow {', '.join(lost)} any more.")


def _occurrence_is_only_widened(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        fewer = new.occurs.at_most is not None and (
            old.occurs.at_most is None or new.occurs.at_most < old.occurs.at_most
        )
        if fewer or new.occurs.at_least > old.occurs.at_least:
            versions.found(new, new.at("occurs"), f"{old.path} occurred {old.occurs}, now {new.occurs}.")


def _scope_stays(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.scope is not new.scope:
            versions.found(new, new.at("scope"), f"{old.path} was {old.scope.value}, now {new.scope.value}.")


def _mo_ids_change_their_version_only(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.mo_id is not None and _unversioned(old.mo_id) != _unversioned(new.mo_id or ""):
            told = new.mo_id or "none"
            versions.found(new, new.at("type"), f"The MO id of {old.path} was {old.mo_id}, now {told}.")


def _unversioned(mo_id: str) -> str:
    return mo_id.rpartition(":")[0] or mo_id


def _required_nodes_stay_required(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.status is Status.REQUIRED and new.status is Status.OPTIONAL:
            versions.found(new, new.at("status"), f"{old.path} was required of every device and is optional now.")


def _defaults_stay(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.default is not None and old.default != new.default:
            told = "none" if new.default is None else new.default
            versions.found(new, new.at("default"), f"The default of {old.path} was {old.default}, now {told}.")


RULES = tuple(
    CompatibilityRule(code, Category.TREE, purpose, look)
    for code, purpose, look in (
        ("SWM1011", "Nodes stay.", _nodes_stay),
        ("SWM1012", "Access is not narrowed.", _access_is_not_narrowed),
        ("SWM1013", "Occurrence is only widened.", _occurrence_is_only_widened),
        ("SWM1014", "Scope stays.", _scope_stays),
        ("SWM1015", "MO ids change their version only.", _mo_ids_change_their_version_only),
        ("SWM1016", "Required nodes stay required.", _required_nodes_stay_required),
        ("SWM1017", "Defaults stay.", _defaults_stay),
    )
)
