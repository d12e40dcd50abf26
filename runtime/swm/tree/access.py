"""AccessType as types, so that a command a node does not allow is a type error and not a Status 405.

`AddGet` is the AccessType of a node with Add and Get, and so on for every
combination..
"""

from __future__ import annotations

import enum


class AccessRight(enum.Flag):
    """The commands an AccessType may allow."""

    ADD = enum.auto()
    COPY = enum.auto()
    DELETE = enum.auto()
    EXEC = enum.auto()
    GET = enum.auto()
    REPLACE = enum.auto()


class NoAccess:
    """An AccessType that allows nothing."""

    rights: AccessRight = AccessRight(0)


class Add(NoAccess):
    """Allows Add."""

    rights = AccessRight.ADD


class Copy(NoAccess):
    """Allows Copy."""

    rights = AccessRight.COPY


class Delete(NoAccess):
    """Allows Delete."""

    rights = AccessRight.DELETE


class Exec(NoAccess):
    """Allows Exec."""

    rights = AccessRight.EXEC


class Get(NoAccess):
    """Allows Get."""

    rights = AccessRight.GET


class Replace(NoAccess):
    """Allows Replace."""

    rights = AccessRight.REPLACE


class AddCopy(Add, Copy):
    rights = AccessRight.ADD | AccessRight.COPY


class AddDelete(Add, Delete):
    rights = AccessRight.ADD | AccessRight.DELETE


class AddExec(Add, Exec):
    rights = AccessRight.ADD | AccessRight.EXEC


class AddGet(Add, Get):
    rights = AccessRight.ADD | AccessRight.GET


class AddReplace(Add, Replace):
    rights = AccessRight.ADD | AccessRight.REPLACE


class CopyDelete(Copy, Delete):
    rights = AccessRight.COPY | AccessRight.DELETE


class CopyExec(Copy, Exec):
    rights = AccessRight.COPY | AccessRight.EXEC


class CopyGet(Copy, Get):
    rights = AccessRight.COPY | AccessRight.GET


class CopyReplace(Copy, Replace):
    rights = AccessRight.COPY | AccessRight.REPLACE


class DeleteExec(Delete, Exec):
    rights = AccessRight.DELETE | AccessRight.EXEC


class DeleteGet(Delete, Get):
    rights = AccessRight.DELETE | AccessRight.GET


class DeleteReplace(Delete, Replace):
    rights = AccessRight.DELETE | AccessRight.REPLACE


class ExecGet(Exec, Get):
    rights = AccessRight.EXEC | AccessRight.GET


class ExecReplace(Exec, Replace):
    rights = AccessRight.EXEC | AccessRight.REPLACE


class GetReplace(Get, Replace):
    rights = AccessRight.GET | AccessRight.REPLACE


class AddCopyDelete(Add, Copy, Delete):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE


class AddCopyExec(Add, Copy, Exec):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.EXEC


class AddCopyGet(Add, Copy, Get):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.GET


class AddCopyReplace(Add, Copy, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.REPLACE


class AddDeleteExec(Add, Delete, Exec):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.EXEC


class AddDeleteGet(Add, Delete, Get):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.GET


class AddDeleteReplace(Add, Delete, Replace):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.REPLACE


class AddExecGet(Add, Exec, Get):
    rights = AccessRight.ADD | AccessRight.EXEC | AccessRight.GET


class AddExecReplace(Add, Exec, Replace):
    rights = AccessRight.ADD | AccessRight.EXEC | AccessRight.REPLACE


class AddGetReplace(Add, Get, Replace):
    rights = AccessRight.ADD | AccessRight.GET | AccessRight.REPLACE


class CopyDeleteExec(Copy, Delete, Exec):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC


class CopyDeleteGet(Copy, Delete, Get):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.GET


class CopyDeleteReplace(Copy, Delete, Replace):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.REPLACE


class CopyExecGet(Copy, Exec, Get):
    rights = AccessRight.COPY | AccessRight.EXEC | AccessRight.GET


class CopyExecReplace(Copy, Exec, Replace):
    rights = AccessRight.COPY | AccessRight.EXEC | AccessRight.REPLACE


class CopyGetReplace(Copy, Get, Replace):
    rights = AccessRight.COPY | AccessRight.GET | AccessRight.REPLACE


class DeleteExecGet(Delete, Exec, Get):
    rights = AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET


class DeleteExecReplace(Delete, Exec, Replace):
    rights = AccessRight.DELETE | AccessRight.EXEC | AccessRight.REPLACE


class DeleteGetReplace(Delete, Get, Replace):
    rights = AccessRight.DELETE | AccessRight.GET | AccessRight.REPLACE


class ExecGetReplace(Exec, Get, Replace):
    rights = AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class AddCopyDeleteExec(Add, Copy, Delete, Exec):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC


class AddCopyDeleteGet(Add, Copy, Delete, Get):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.GET


class AddCopyDeleteReplace(Add, Copy, Delete, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.REPLACE


class AddCopyExecGet(Add, Copy, Exec, Get):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.EXEC | AccessRight.GET


class AddCopyExecReplace(Add, Copy, Exec, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.EXEC | AccessRight.REPLACE


class AddCopyGetReplace(Add, Copy, Get, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.GET | AccessRight.REPLACE


class AddDeleteExecGet(Add, Delete, Exec, Get):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET


class AddDeleteExecReplace(Add, Delete, Exec, Replace):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.EXEC | AccessRight.REPLACE


class AddDeleteGetReplace(Add, Delete, Get, Replace):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.GET | AccessRight.REPLACE


class AddExecGetReplace(Add, Exec, Get, Replace):
    rights = AccessRight.ADD | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class CopyDeleteExecGet(Copy, Delete, Exec, Get):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET


class CopyDeleteExecReplace(Copy, Delete, Exec, Replace):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC | AccessRight.REPLACE


class CopyDeleteGetReplace(Copy, Delete, Get, Replace):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.GET | AccessRight.REPLACE


class CopyExecGetReplace(Copy, Exec, Get, Replace):
    rights = AccessRight.COPY | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class DeleteExecGetReplace(Delete, Exec, Get, Replace):
    rights = AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class AddCopyDeleteExecGet(Add, Copy, Delete, Exec, Get):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET


class AddCopyDeleteExecReplace(Add, Copy, Delete, Exec, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC | AccessRight.REPLACE


class AddCopyDeleteGetReplace(Add, Copy, Delete, Get, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.DELETE | AccessRight.GET | AccessRight.REPLACE


class AddCopyExecGetReplace(Add, Copy, Exec, Get, Replace):
    rights = AccessRight.ADD | AccessRight.COPY | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class AddDeleteExecGetReplace(Add, Delete, Exec, Get, Replace):
    rights = AccessRight.ADD | AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class CopyDeleteExecGetReplace(Copy, Delete, Exec, Get, Replace):
    rights = AccessRight.COPY | AccessRight.DELETE | AccessRight.EXEC | AccessRight.GET | AccessRight.REPLACE


class AddCopyDeleteExecGetReplace(Add, Copy, Delete, Exec, Get, Replace):
    rights = (
        AccessRight.ADD
        | AccessRight.COPY
        | AccessRight.DELETE
        | AccessRight.EXEC
        | AccessRight.GET
        | AccessRight.REPLACE
    )
