"""The versions that ship as files, loaded into the database."""

from __future__ import annotations

import tomllib
from pathlib import Path

from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.policies.models import PolicyFamily, PolicyVersion, State
from banso.apps.policies.selectors import check_files, files_digest
from banso.apps.policies.transitions import NEW, fire
from banso.apps.policies.writing import Head, read_whole, with_head
from banso.engines.kernel.faults import errors_among
from banso.engines.policy.folder import HEAD

SHIPPED = Path(__file__).parent / "shipped"


@service
def load_shipped_policies(actor: Actor) -> int:
    """Make the versions that ship be there, and return how many had to be made or changed.

    ``versions.toml`` says which are in force from the first day in their head; the others come as drafts. A
    version that anybody wrote in or that left its draft is the operator's own and left alone. Loading twice
    changes nothing.

    Raises:
        Unreadable: a folder that ships cannot be read.
    """
    shipped = tomllib.loads((SHIPPED / "versions.toml").read_text(encoding="utf-8"))
    return sum(_load(actor, entry["folder"], entry["in_force"]) for entry in shipped["version"])


def _load(actor: Actor, folder: str, in_force: bool) -> int:
    files = {
        path.name: path.read_text(encoding="utf-8-sig")
        for path in sorted((SHIPPED / folder).iterdir())
        if path.name == HEAD or path.suffix == ".csv"
    }
    policy, texts = read_whole(files)
    head = Head(policy.title.ja, policy.title.en, policy.legal_basis.ja, policy.legal_basis.en)
    family = PolicyFamily.objects.get(code=policy.family)
    texts = with_head(texts, policy.id, family.code, head)
    version = PolicyVersion.objects.filter(code=policy.id).first()
    if version is not None and not _is_as_shipped(version, texts):
        return 0
    version = version or PolicyVersion(family=family, code=policy.id, created_at=actor.at)
    facts = {
        "check_passes": not errors_among(check_files(texts)),
        "overlaps_none": not family.versions.filter(state=State.PUBLISHED).exists(),
    }
    old = version.state if version.pk else NEW
    fired = fire(old, "ship_in_force" if in_force else "ship", actor, facts)
    version.state, version.saved_at = fired.target, actor.at
    version.title_ja, version.title_en = head.title_ja, head.title_en
    version.legal_basis_ja, version.legal_basis_en = head.legal_basis_ja, head.legal_basis_en
    version.files, version.digest = texts, files_digest(texts)
    version.edition += version.pk is not None
    if in_force:
        version.in_force_from, version.published_at = policy.in_force_from, actor.at
    version.save()
    payload: dict[str, object] = {"files": version.digest}
    if in_force and policy.in_force_from:
        payload["in_force_from"] = policy.in_force_from.isoformat()
    action = "policy.published" if in_force else "policy.shipped"
    record(actor, action, ("policy", version.code), payload, policy_version=version.code)
    return 1


def _is_as_shipped(version: PolicyVersion, texts: dict[str, str]) -> bool:
    """Whether it is a draft that nobody wrote in, but of an earlier edition of the files."""
    untouched = version.state == State.DRAFT and version.author_id is None and not version.editors.exists()
    return untouched and version.digest != files_digest(texts)
