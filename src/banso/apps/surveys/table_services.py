"""Writing: tables that are kept under a name, and tables that are published together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from banso.apps import progress
from banso.apps.base import Refused, fire, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.surveys.answer_tables.choice import Choice
from banso.apps.surveys.answer_tables.told import tell
from banso.apps.surveys.models import Release, ReleaseState, SavedTable, Wave
from banso.apps.surveys.release_transitions import REFUSALS, RELEASE

#: More tables than a survey has questions; their protection takes minutes.
MOST_TABLES = 60
_PARTS = 1_000


def subject_of_table(table: SavedTable) -> Subject:
    """The subject of events about a saved table."""
    return ("saved_table", str(table.pk))


def subject_of_release(release: Release) -> Subject:
    """The subject of events about a release."""
    return ("table_release", release.ref)


def work_of(release: Release) -> str:
    """The name by which the progress of its preparation is kept."""
    return f"surveys/{release.ref}"


@service
def save_table(actor: Actor, name: str, choice: Choice, waves: Sequence[Wave]) -> SavedTable:
    """Keep a table under a name: what was chosen, not what it comes to.

    Raises:
        Refused: ``name_taken``.
    """
    _refuse_taken(actor, name)
    table = SavedTable.objects.create(
        name=name, choice=choice.as_json(), saved_by_id=actor.user_id, saved_at=actor.at
    )
    table.waves.set(waves)
    record(actor, "table.saved", subject_of_table(table), {"waves": [wave.code for wave in waves]})
    return table


@service
def rename_table(actor: Actor, table: SavedTable, name: str) -> SavedTable:
    """Give a saved table another name.

    Raises:
        Refused: ``not_owner``; ``name_taken``.
    """
    table = _own(actor, table)
    if name != table.name:
        _refuse_taken(actor, name)
        table.name = name
        table.save(update_fields=["name"])
        record(actor, "table.renamed", subject_of_table(table), {"name": digest(name)})
    return table


@service
def remove_table(actor: Actor, table: SavedTable) -> SavedTable:
    """Take a saved table out of the list. Done twice it changes nothing.

    Raises:
        Refused: ``not_owner``.
    """
    table = _own(actor, table)
    if table.removed_at is None:
        table.removed_at = actor.at
        table.save(update_fields=["removed_at"])
        record(actor, "table.removed", subject_of_table(table), {})
    return table


@service
def restore_table(actor: Actor, table: SavedTable) -> SavedTable:
    """Put a removed table back into the list. Done twice it changes nothing.

    Raises:
        Refused: ``not_owner``; ``name_taken`` meanwhile.
    """
    table = _own(actor, table)
    if table.removed_at is not None:
        _refuse_taken(actor, table.name)
        table.removed_at = None
        table.save(update_fields=["removed_at"])
        record(actor, "table.restored", subject_of_table(table), {})
    return table


def _own(actor: Actor, table: SavedTable) -> SavedTable:
    table = hold(SavedTable.objects).get(pk=table.pk)
    if table.saved_by_id != actor.user_id:
        raise Refused(
            "not_owner", _("Only who saved a table renames or removes it. Save it under a name of your own.")
        )
    return table


def _refuse_taken(actor: Actor, name: str) -> None:
    own = SavedTable.objects.filter(saved_by_id=actor.user_id, removed_at=None, name=name)
    if own.exists():
        raise Refused("name_taken", _("You have saved a table under this name. Choose another one."), "name")


@dataclass(frozen=True)
class ReleaseData:
    """Saved tables that are to be published together, under a name in both languages."""

    name_ja: str
    name_en: str
    tables: Sequence[SavedTable]


@service
def prepare_release(actor: Actor, data: ReleaseData) -> Release:
    """Put tables together for publishing. What may be told of them is worked out by ``carry_out``.

    All look at the same answers: of others the difference between two tables would tell what neither does.

    Raises:
        Refused: ``tables_missing``, ``tables_too_many``, ``other_answers`` (naming the table).
    """
    if not data.tables:
        raise Refused("tables_missing", _("Choose at least one table."), "tables")
    if len(data.tables) > MOST_TABLES:
        text = _("At most %(n)s tables are published together.")
        raise Refused("tables_too_many", text % {"n": MOST_TABLES}, "tables")
    choices = [choice_of(table) for table in data.tables]
    for table, choice in zip(data.tables, choices, strict=True):
        if choice.answers != choices[0].answers:
            text = _(
                "“%(table)s” looks at other answers than “%(first)s”: tables of a release have the same "
                "waves and the same filters. Divide by columns instead of filtering."
            )
            params = {"table": table.name, "first": data.tables[0].name}
            raise Refused("other_answers", text % params, "tables")
    release = Release.objects.create(
        ref=next_reference("TR", actor),
        name_ja=data.name_ja,
        name_en=data.name_en,
        contents=[{"name": table.name, "choice": table.choice} for table in data.tables],
        prepared_by_id=actor.user_id,
        prepared_at=actor.at,
    )
    release.waves.set(data.tables[0].waves.all())
    payload = {"tables": len(data.tables), "waves": sorted(choices[0].waves)}
    record(actor, "table_release.prepared", subject_of_release(release), payload)
    return release


def choice_of(table: SavedTable) -> Choice:
    """What was chosen for a saved table."""
    return Choice.of_json([wave.code for wave in waves_of(table)], table.choice)


def waves_of(table: SavedTable) -> list[Wave]:
    """The waves of a saved table, earliest first."""
    return sorted(table.waves.all(), key=lambda wave: (wave.asked_on, wave.pk))


def carry_out(actor: Actor, key: int) -> Release:
    """Work out what may be told of a release that waits for it; one that does not wait is left as it is."""
    release = Release.objects.get(pk=key)
    if release.state != ReleaseState.PREPARING:
        return release
    note = progress.keeper(work_of(release))
    try:
        rows = release.waves.select_related("edition").defer("edition__workbook")
        waves = list(rows.order_by("asked_on", "pk"))
        codes = [wave.code for wave in waves]
        named = [(each["name"], Choice.of_json(codes, each["choice"])) for each in release.contents]
        told = tell(named, waves, lambda done: note(round(_PARTS * done), _PARTS))
    except Exception:
        _end(actor, key, "break", {})
        raise
    finally:
        progress.forget(work_of(release))
    return _end(actor, key, "tell", told.as_json())


def _end(actor: Actor, key: int, event: str, result: dict[str, object]) -> Release:
    with transaction.atomic():
        release = hold(Release.objects).get(pk=key)
        if release.state != ReleaseState.PREPARING:
            return release
        release.state = fire(RELEASE, REFUSALS, release.state, event, actor.role).target
        release.result = result
        release.save(update_fields=["state", "result"])
        record(actor, f"table_release.{'told' if result else 'broken'}", subject_of_release(release), {})
    return release


@service
def publish_release(actor: Actor, release: Release) -> Release:
    """Publish a release that somebody else prepared.

    Raises:
        Refused: ``another_person``; ``table_release_state``.
    """
    release = hold(Release.objects).get(pk=release.pk)
    facts = {"another": release.prepared_by_id != actor.user_id}
    fired = fire(RELEASE, REFUSALS, release.state, "publish", actor.role, facts)
    release.state = fired.target
    release.published_at, release.published_by_id = actor.at, actor.user_id
    release.save(update_fields=["state", "published_at", "published_by"])
    record(actor, "table_release.published", subject_of_release(release), {"guards": dict(fired.guards)})
    return release


@service
def withdraw_release(actor: Actor, release: Release) -> Release:
    """Take a release back: published, it is read no longer; prepared, it is not published.

    Raises:
        Refused: ``table_release_state``.
    """
    release = hold(Release.objects).get(pk=release.pk)
    release.state = fire(RELEASE, REFUSALS, release.state, "withdraw", actor.role).target
    release.withdrawn_at = actor.at
    release.save(update_fields=["state", "withdrawn_at"])
    record(actor, "table_release.withdrawn", subject_of_release(release), {})
    return release
