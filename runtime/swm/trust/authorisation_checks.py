"""The primitives of `authorise_package`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swm.security import CheckFailed, Claims, Permit, Repository, mint, require
from swm.security.target import BadTarget, Target

if TYPE_CHECKING:
    from pathlib import Path

    from swm.trust.floors import Floors
    from swm.trust.metadata import Workflow


@dataclass(frozen=True, slots=True)
class Device:
    """What a package must fit: the class of the device, and the versions installed on it by component."""

    device_class: str
    installed: Mapping[str, str] = field(default_factory=dict)


def target_of(claims: Claims | Permit) -> Target:
    """The target in what signed metadata were checked to say, or in leave to receive it."""
    found = claims.content["target"]
    assert isinstance(found, Target)
    return found


@dataclass(kw_only=True)
class AuthorisationChecks:
    """The TUF workflow, role by role, and what the custom data of the target demand.

    `metadata_folder` keeps what was accepted; it is the device's protection from
    rollback and stands outside of what a factory reset clears.
    """

    floors: Floors
    device: Device
    metadata_folder: Path

    def check_root_chain(self, *, repository: Repository, root: bytes, now: int) -> Claims:
        """From the first root, by signed steps, to the last."""
        from tuf.api.exceptions import RepositoryError

        from swm.trust.metadata import Workflow, has_expired

        try:
            workflow = Workflow(self.metadata_folder, repository, root, now)
        except RepositoryError as fault:
            raise CheckFailed(f"the trusted root: {fault}") from None
        error = workflow.outcome("root")
        if error is not None and not has_expired(error):
            raise CheckFailed(str(error))
        return mint(Claims, content={"workflow": workflow, "role": "root"})

    def check_timestamp(self, *, root: Claims) -> Claims:
        """Signed as the root demands."""
        return self._load(root, "timestamp")

    def check_snapshot(self, *, timestamp: Claims) -> Claims:
        """Signed, and the one that the timestamp names."""
        return self._load(timestamp, "snapshot")

    def _load(self, before: Claims, role: str) -> Claims:
        from swm.trust.metadata import has_expired, is_old

        workflow = _workflow(before)
        error = workflow.outcome(role)
        if error is not None and not has_expired(error) and not is_old(error):
            raise CheckFailed(str(error))
        return mint(Claims, content={"workflow": workflow, "role": role})

    def check_version(self, *, metadata: Claims) -> None:
        """Not older than accepted before."""
        from swm.trust.metadata import is_old

        error = _error(metadata)
        if is_old(error):
            raise CheckFailed(str(error))

    def check_expiry(self, *, metadata: Claims) -> None:
        """Not expired by trusted time."""
        from swm.trust.metadata import has_expired

        error = _error(metadata)
        if has_expired(error):
            raise CheckFailed(str(error))

    def check_signer(self, *, snapshot: Claims, target: str) -> None:
        """The keys that signed the targets were not taken back."""
        workflow = _workflow(snapshot)
        self._outcome_of_targets(workflow, target)
        if workflow.was_removed():
            raise CheckFailed("signed by a key that was taken back")

    def check_targets(self, *, snapshot: Claims, target: str) -> Claims:
        """Signed by keys in force, listing the target with the root of its tree."""
        from swm.trust.metadata import has_expired, is_old

        workflow = _workflow(snapshot)
        error = self._outcome_of_targets(workflow, target)
        if error is None:
            return mint(
                Claims, content={"workflow": workflow, "role": "targets", "name": target, "target": workflow.target}
            )
        if has_expired(error) or is_old(error):
            return mint(Claims, content={"workflow": workflow, "role": "targets", "name": target})
        raise CheckFailed(str(error))

    def _outcome_of_targets(self, workflow: Workflow, target: str) -> Exception | None:
        try:
            return workflow.outcome("targets", target)
        except BadTarget as error:
            return error

    def check_target_class(self, *, target: Claims) -> None:
        """Meant for this class of devices; a target that names no class is meant for all."""
        classes = target_of(require(target, Claims)).device_classes
        if classes and self.device.device_class not in classes:
            raise CheckFailed(f"meant for {', '.join(classes)}")

    def check_prerequisite(self, *, target: Claims) -> None:
        """What it goes onto is installed, in exactly that version."""
        for component, version in target_of(require(target, Claims)).requires.items():
            if self.device.installed.get(component) != version:
                raise CheckFailed(f"{component} {version} is not installed")

    def check_target_counter(self, *, target: Claims) -> None:
        """Not below the floor of its component."""
        found = target_of(require(target, Claims))
        floor = self.floors.counter(found.component)
        if found.counter < floor:
            raise CheckFailed(f"counter {found.counter}; the floor is {floor}")

    def check_vouched(self, *, target: Claims, size: str, digest: bytes) -> Permit:
        """What the DM server vouched for, where it did (an empty size or digest stands for none)."""
        found = target_of(require(target, Claims))
        if size and size != str(found.length):
            raise CheckFailed(f"PkgSize is {size}, the target has {found.length}")
        if digest and digest != found.sha256:
            raise CheckFailed("the Digest is another")
        return mint(Permit, content={"target": found, "name": found.name, "kind": "metadata"})


def _workflow(claims: Claims) -> Workflow:
    found = require(claims, Claims).content["workflow"]
    return found  # type: ignore[return-value]


def _error(metadata: Claims) -> Exception | None:
    content = require(metadata, Claims).content
    return _workflow(metadata).outcome(str(content["role"]))  # type: ignore[no-any-return, unused-ignore]
