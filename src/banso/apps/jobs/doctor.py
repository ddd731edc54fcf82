"""Looks the installation over: each check says what it found and whether somebody must act."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.documents.selectors import scanner_answers, without_file
from banso.apps.jobs.backups import pending_migrations
from banso.apps.jobs.selectors import job_states, last_backup_at, worker_lives, worker_seen_at
from banso.apps.transfers.selectors import ownerless
from banso.project.environment import read_environment

#: Characters of names that not every Japanese font has.
NAME_CHARACTERS = "髙﨑𠮷"
FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
OLDEST_POSTGRESQL = 15
LEAST_FREE_BYTES = 1_000_000_000
#: So many documents without a file are named.
MOST_NAMED = 5

State = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Finding:
    """What one check found. A ``note`` is worth knowing, a ``fault`` must be mended."""

    check: str
    state: State
    message: str


def examine(now: datetime) -> list[Finding]:
    """Every check, in the order in which things build on each other."""
    found = [*_settings(), _fonts(), _translations(), _disk(), _mail(), _scanner()]
    for name, check in _DATABASE_CHECKS.items():
        try:
            found += [Finding(name, state, message) for state, message in check(now)]
        except DatabaseError as error:
            found.append(
                Finding(name, "fault", _("The database cannot be asked: {error}").format(error=error))
            )
    return found


def _settings() -> list[Finding]:
    issues = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    faults = [f"{issue.id}: {issue.msg}" for issue in issues if not issue.is_silenced()]
    if settings.PRODUCTION and not settings.BASE_URL.startswith("https://"):
        faults.append(_("BANSO_BASE_URL does not start with https://."))
    if faults:
        return [Finding("settings", "fault", message) for message in faults]
    if not settings.PRODUCTION:
        return [Finding("settings", "note", _("This is no production: BANSO_MODE says otherwise."))]
    return [Finding("settings", "ok", _("All settings are in order."))]


def _fonts() -> Finding:
    from fontTools.ttLib import TTFont

    missing = []
    for package in FONTS:
        try:
            path = import_module(package).FONT_PATH
            with TTFont(str(path), lazy=True) as font:
                known = font.getBestCmap()
        except (ImportError, OSError):
            return Finding("fonts", "fault", _("The font {font} is missing.").format(font=package))
        missing += [character for character in NAME_CHARACTERS if ord(character) not in known]
    if missing:
        return Finding("fonts", "fault", _("No font has {characters}.").format(characters="".join(missing)))
    return Finding("fonts", "ok", _("The fonts have {characters}.").format(characters=NAME_CHARACTERS))


def _translations() -> Finding:
    package = Path(settings.PACKAGE)
    missing = [path for path in package.rglob("*.po") if not path.with_suffix(".mo").exists()]
    if missing:
        said = _("{count} catalogues are not compiled: run python -m banso.web.messages compile.")
        return Finding("translations", "fault", said.format(count=len(missing)))
    return Finding("translations", "ok", _("All catalogues are compiled."))


def _disk() -> Finding:
    free = shutil.disk_usage(settings.VAR).free
    said = _("{size} GB are free in {folder}.").format(size=f"{free / 1e9:,.1f}", folder=settings.VAR)
    return Finding("disk", "ok" if free >= LEAST_FREE_BYTES else "fault", said)


def _mail() -> Finding:
    if read_environment().mail_url:
        return Finding("mail", "ok", _("Mail is sent through {host}.").format(host=settings.EMAIL_HOST))
    said = _("Mail is not sent but kept in {folder}.").format(folder=settings.VAR / "mail")
    return Finding("mail", _fault_in_production(), said)


def _scanner() -> Finding:
    answers = scanner_answers()
    if answers is None:
        said = _("Uploaded files are not scanned: BANSO_CLAMD names no scanner.")
        return Finding("scanner", "note", said)
    if answers:
        return Finding("scanner", "ok", _("The scanner of uploaded files answers."))
    said = _("The scanner of uploaded files does not answer ({address}): nobody can open new documents.")
    return Finding("scanner", "fault", said.format(address=settings.CLAMD))


def _database(now: datetime) -> Iterator[tuple[State, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            version = connection.pg_version // 10000
            if version < OLDEST_POSTGRESQL:
                yield "fault", _("PostgreSQL {version} is too old.").format(version=version)
            else:
                yield "ok", _("PostgreSQL {version}.").format(version=version)
            return
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for pragma, value in wanted.items():
            cursor.execute(f"PRAGMA {pragma}")
            (found,) = cursor.fetchone()
            if found != value:
                said = _("SQLite runs with {pragma}={found} instead of {value}.")
                yield "fault", said.format(pragma=pragma, found=found, value=value)
                return
    yield "ok", _("SQLite with a write-ahead log; what is acknowledged survives a power cut.")


def _migrations(now: datetime) -> Iterator[tuple[State, str]]:
    count = pending_migrations()
    if count:
        yield (
            "fault",
            ngettext(
                "{count} migration is pending: run manage.py migrate.",
                "{count} migrations are pending: run manage.py migrate.",
                count,
            ).format(count=count),
        )
    else:
        yield "ok", _("No migration is pending.")


def _journal(now: datetime) -> Iterator[tuple[State, str]]:
    names = "tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    if connection.vendor != "postgresql":
        names = "name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}")
        found = sum(name.startswith("journal_event_no_") for (name,) in cursor.fetchall())
    if found == 2:
        yield "ok", _("The database refuses to change or delete events.")
    else:
        yield "fault", _("The triggers that keep the journal are gone.")


def _worker(now: datetime) -> Iterator[tuple[State, str]]:
    seen = worker_seen_at()
    if worker_lives(now):
        yield "ok", _("A worker is running.")
    elif seen:
        yield "fault", _("No worker since {moment}.").format(moment=_moment(seen))
    else:
        yield "fault", _("No worker has ever run: start banso worker.")


def _jobs(now: datetime) -> Iterator[tuple[State, str]]:
    texts = {"failed": _("{job} failed: {error}"), "missed": _("{job} was missed.")}
    troubled = [job for job in job_states(now) if not job.healthy]
    for job in troubled:
        error = job.last_run.error if job.last_run else ""
        yield "fault", texts[job.state].format(job=job.label, error=error)
    if not troubled:
        yield "ok", _("Every job has run when it was due.")


def _backup(now: datetime) -> Iterator[tuple[State, str]]:
    made = last_backup_at()
    limit = timedelta(hours=read_environment().backup_max_age_hours)
    if made is None:
        yield _fault_in_production(), _("No backup has been made yet.")
    else:
        state: State = "ok" if now - made <= limit else _fault_in_production()
        yield state, _("The last backup was made {moment}.").format(moment=_moment(made))


def _owners(now: datetime) -> Iterator[tuple[State, str]]:
    found = ownerless(timezone.localdate(now))
    said = _("{count} open items of the kind {kind} have an owner who is gone: transfer them.")
    for item in found:
        yield "fault", said.format(count=item.count, kind=item.work.code)
    if not found:
        yield "ok", _("Every open item has an owner.")


def _files(now: datetime) -> Iterator[tuple[State, str]]:
    missing = without_file()
    if not missing:
        yield "ok", _("Every document has its file.")
        return
    named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
    said = ngettext(
        "The file of {count} document is missing: {refs}. Bring it back from a backup.",
        "The files of {count} documents are missing: {refs}. Bring them back from a backup.",
        len(missing),
    )
    yield "fault", said.format(count=len(missing), refs=named)


def _fault_in_production() -> State:
    return "fault" if settings.PRODUCTION else "note"


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(" ", "minutes")[:16]


_DATABASE_CHECKS: dict[str, Callable[[datetime], Iterator[tuple[State, str]]]] = {
    "database": _database,
    "migrations": _migrations,
    "journal": _journal,
    "worker": _worker,
    "jobs": _jobs,
    "backup": _backup,
    "owners": _owners,
    "files": _files,
}
