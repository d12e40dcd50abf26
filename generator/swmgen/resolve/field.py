"""What only descriptions from the field say, to the model: extensions, and the words for the commonest of them."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from swmgen.model import (
    Allowed,
    AllowedKind,
    Applicability,
    Extension,
    Form,
    Naming,
    NamingKind,
    Policy,
    Tree,
)
from swmgen.read.language import AllowedText, ExtensionText, NodeText, ObjectsFile
from swmgen.resolve.scope import copy_with, entries, stated, words


def with_document(tree: Tree, text: ObjectsFile) -> Tree:
    """The tree with what its document says of itself."""
    if text.document is UNSET:
        return tree
    said = text.document
    return copy_with(  # type: ignore[no-any-return]
        tree,
        form=Form(stated(said.form, "ddf")),
        version=stated(said.version, "1.2"),
        manufacturer=stated(said.manufacturer),
        model=stated(said.model),
        namespaces=tuple(entries(said.namespaces).items()),
        extensions=extensions(stated(said.extensions, [])),
    )


def field_properties(text: NodeText, key: str) -> dict[str, Any]:
    """The properties that `text` states, as Node's fields."""
    own: dict[str, Any] = {}
    if text.name is not UNSET:
        own |= {"name": text.name, "alias": key}
    if text.mime is not UNSET:
        own["mime"] = words(text.mime)
    if text.ddf_name is not UNSET:
        own["mo_id"] = text.ddf_name
    if text.allowed is not UNSET:
        own["allowed"] = _allowed(text.allowed)
    if text.applicability is not UNSET:
        said = text.applicability
        own["applicability"] = Applicability(stated(said.os_build), stated(said.csp_version), stated(said.editions))
    if text.naming is not UNSET:
        own["naming"] = Naming(NamingKind(text.naming.kind), stated(text.naming.text, ""))
    if text.extensions is not UNSET:
        own["extensions"] = extensions(text.extensions)
    return own


def _allowed(text: AllowedText) -> Allowed:
    policy = None if text.policy is UNSET else Policy(text.policy.name, text.policy.area, text.policy.file)
    kind = AllowedKind(stated(text.kind, "None"))
    return Allowed(kind, stated(text.text), stated(text.delimiter), policy)


def extensions(texts: list[ExtensionText]) -> tuple[Extension, ...]:
    """Extensions with all below them."""
    return tuple(
        Extension(
            name=stated(text.element, ""),
            text=stated(text.text, ""),
            attributes=tuple(entries(text.attributes).items()),
            children=extensions(stated(text.children, [])),
            tail=stated(text.tail, ""),
            place=stated(text.place, ""),
        )
        for text in texts
    )
