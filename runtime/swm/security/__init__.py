"""What security procedures are made of: steps that stop at the first failure, and values nobody can forge.

A primitive raises `CheckFailed`; the step it stands in turns that into
`ProcedureStopped` with the step's name and result code, or, for a silent
step, into `ProcedureDropped`. A value of a sealed type can only be made by
`mint` inside the step whose output it is; `require` refuses everything else.
"""

from swm.security.procedure import CheckFailed, ProcedureDropped, ProcedureStopped, present, step
from swm.security.seal import Sealed, mint, require
from swm.security.values import (
    Claims,
    Enciphered,
    Envelope,
    FittingPackage,
    IntactPackage,
    NotThere,
    Permit,
    Repository,
    StoredPackage,
    VerifiedPackage,
)

__all__ = [
    "CheckFailed",
    "Claims",
    "Enciphered",
    "Envelope",
    "FittingPackage",
    "IntactPackage",
    "NotThere",
    "Permit",
    "ProcedureDropped",
    "ProcedureStopped",
    "Repository",
    "Sealed",
    "StoredPackage",
    "VerifiedPackage",
    "mint",
    "present",
    "require",
    "step",
]
