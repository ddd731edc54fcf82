"""Versions as the command line names them: a folder, a folder of versions, the name of one that ships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from banso.apps.policies.shipping import SHIPPED
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.policy.checks import check_files
from banso.engines.policy.dmn import read_dmn
from banso.engines.policy.folder import HEAD, read_folder, texts_in
from banso.engines.policy.graph import loop_in
from banso.engines.policy.in_force import NotOneInForce, covers, in_force_on, overlapping
from banso.engines.policy.model import Policy

#: A version that breaks one of these could not be read at all: exit code 2.
UNREADABLE = frozenset({"folder_missing", "versions_several", "xml_too_large"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A version, or what is wrong with what was named."""

    policy: Policy | None
    faults: tuple[Fault, ...] = ()

    @property
    def exit_code(self) -> int:
        """What a command answers with when there is no version: 2 unreadable, 1 faults."""
        return 2 if unreadable(self.faults) else 1


def unreadable(faults: Sequence[Fault]) -> bool:
    """Whether faults mean that there was nothing to read."""
    return any(
        fault.rule in UNREADABLE
        or (fault.rule == "file_missing" and not fault.file.endswith(".csv") and fault.column is None)
        for fault in faults
    )


def folders(name: str) -> list[Path]:
    """The version folders that a name means: itself, or those in it. A name that ships is that version."""
    path = Path(name)
    if not path.exists() and (SHIPPED / name / HEAD).is_file():
        return [SHIPPED / name]
    if path.is_dir() and not (path / HEAD).exists():
        inside = sorted(entry for entry in path.iterdir() if (entry / HEAD).is_file())
        if inside:
            return inside
    return [path]


def check_all(name: str) -> tuple[Fault, ...]:
    """Every fault of the versions that a name means, and where they overlap."""
    found: list[Fault] = []
    versions: dict[Path, Policy] = {}
    for folder in folders(name):
        try:
            found += check_files(texts_in(folder), str(folder))
        except OSError:
            found.append(Fault(str(folder), None, None, None, "folder_missing"))
            continue
        policy = read_folder(folder).policy
        if policy is not None:
            versions[folder] = policy
    return (*found, *_overlaps(versions))


def one_version(name: str) -> Chosen:
    """The one version that a name means."""
    found = folders(name)
    if len(found) > 1:
        known = ", ".join(folder.name for folder in found)
        return Chosen(None, (Fault(name, None, None, None, "versions_several", {"known": known}),))
    return _usable(read_folder(found[0]).policy, read_folder(found[0]).faults, str(found[0]))


def version_on(name: str, day: date) -> Chosen:
    """The version in force on a day among those that a name means."""
    versions: dict[Path, Policy] = {}
    faults: list[Fault] = []
    found = folders(name)
    for folder in found:
        reading = read_folder(folder)
        faults += reading.faults
        if reading.policy is not None:
            versions[folder] = reading.policy
    faults += _overlaps(versions)
    if errors_among(faults):
        return Chosen(None, tuple(faults))
    if len(found) == 1:
        (policy,) = versions.values()
        if not covers(policy, day):
            late = Fault(str(found[0]), None, None, policy.id, "version_not_in_force", {"day": day})
            return Chosen(None, (*faults, late))
        return _usable(policy, faults, str(found[0]))
    try:
        policy = in_force_on(versions.values(), day)
    except NotOneInForce as wrong:
        if wrong.versions:
            two = [one for one in versions if covers(versions[one], day)][:2]
            return Chosen(None, (*faults, _overlap(two[0], two[1], versions)))
        known = ", ".join(version.id for version in versions.values())
        none = Fault(name, None, None, None, "versions_none_in_force", {"day": day, "known": known})
        return Chosen(None, (*faults, none))
    return _usable(policy, faults, name)


def dmn_file(path: Path) -> Chosen:
    """The decisions of a DMN file."""
    try:
        reading = read_dmn(path.read_bytes(), str(path))
    except OSError:
        return Chosen(None, (Fault(str(path), None, None, None, "file_missing"),))
    return _usable(reading.policy, reading.faults, str(path))


def _usable(policy: Policy | None, faults: Sequence[Fault], place: str) -> Chosen:
    """A version that can decide: read without errors, and its tables do not wait for each other."""
    if policy is None:
        return Chosen(None, tuple(faults))
    circle = loop_in(policy)
    if circle:
        return Chosen(None, (Fault(place, None, None, " -> ".join(circle), "cycle", {"tables": circle}),))
    return Chosen(policy, tuple(faults))


def _overlaps(versions: dict[Path, Policy]) -> list[Fault]:
    """Versions of one family that are in force on the same days."""
    families: defaultdict[str, list[Path]] = defaultdict(list)
    for folder, policy in versions.items():
        families[policy.family].append(folder)
    found = []
    for of_family in families.values():
        for first, second in overlapping([versions[folder] for folder in of_family]):
            places = [folder for folder in of_family if versions[folder] in (first, second)]
            found.append(_overlap(places[0], places[1], versions))
    return found


def _overlap(first: Path, second: Path, versions: dict[Path, Policy]) -> Fault:
    shown = " / ".join(
        f"{versions[one].in_force_from}..{versions[one].in_force_to or ''}" for one in (second, first)
    )
    return Fault(f"{second}/{HEAD}", None, "in_force_from", shown, "versions_overlap", {"other": first.name})
