"""The specification language: what may stand in the five files of an enabler's folder.

These Structs are the one definition. The decoder reads files by them, and the
JSON Schema for editors is exported from them.
"""

from collections.abc import Mapping

from swmgen.read.language.identity import EnablerFile, ErratumText, SuppressText
from swmgen.read.language.interfaces import CallText, InterfaceText
from swmgen.read.language.messages import AlertText, MessagesFile, ResultText
from swmgen.read.language.objects import (
    AllowedText,
    ApplicabilityText,
    DocumentText,
    ExtensionText,
    GroupText,
    NamingText,
    NodeText,
    ObjectsFile,
    PolicyText,
    ValueText,
)
from swmgen.read.language.properties import (
    BoundsText,
    CheckedText,
    NeverInText,
    NeverText,
    OnlyText,
    PropertyText,
    SizeText,
)
from swmgen.read.language.ranges import RangeText
from swmgen.read.language.security import PrimitiveText, ProcedureText, SecurityFile, StepText, TypeText
from swmgen.read.language.states import (
    ActionText,
    ChoiceText,
    DropText,
    EventText,
    FactText,
    MachinePart,
    MachineText,
    PartText,
    RefusalText,
    StatesFile,
    StateText,
    TransitionText,
    TypedText,
    VariableText,
)
from swmgen.read.language.written import ENABLER_KEY, IDENTIFIER, NOWHERE, Documented, Written

FILES: Mapping[str, type[Written]] = {
    "enabler.yaml": EnablerFile,
    "objects.yaml": ObjectsFile,
    "states.yaml": StatesFile,
    "messages.yaml": MessagesFile,
    "security.yaml": SecurityFile,
}
"""The files of an enabler's folder and what each may hold. `objects.ddf.xml` may stand for `objects.yaml`."""

__all__ = [
    "ENABLER_KEY",
    "FILES",
    "IDENTIFIER",
    "NOWHERE",
    "ActionText",
    "AlertText",
    "AllowedText",
    "ApplicabilityText",
    "BoundsText",
    "CallText",
    "CheckedText",
    "ChoiceText",
    "DocumentText",
    "Documented",
    "DropText",
    "EnablerFile",
    "ErratumText",
    "EventText",
    "ExtensionText",
    "FactText",
    "GroupText",
    "InterfaceText",
    "MachinePart",
    "MachineText",
    "MessagesFile",
    "NamingText",
    "NeverInText",
    "NeverText",
    "NodeText",
    "ObjectsFile",
    "OnlyText",
    "PartText",
    "PolicyText",
    "PrimitiveText",
    "ProcedureText",
    "PropertyText",
    "RangeText",
    "RefusalText",
    "ResultText",
    "SecurityFile",
    "SizeText",
    "StateText",
    "StatesFile",
    "StepText",
    "SuppressText",
    "TransitionText",
    "TypeText",
    "TypedText",
    "ValueText",
    "VariableText",
    "Written",
]
