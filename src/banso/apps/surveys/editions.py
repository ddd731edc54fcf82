"""What head office does with editions of forms: keep a new one, retire it, take it up again, remove it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.surveys.forms_kept import editions, form_of, subject_of_form
from banso.apps.surveys.models import FormEdition
from banso.engines.questionnaire.changes import FormChange, changes
from banso.engines.questionnaire.form import ROOT, Form
from banso.engines.questionnaire.workbook import check

# A form's name stands in addresses of files, in the journal's references and in files of answers.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_LONGEST_VERSION, _LONGEST_TITLE = 40, 200


@dataclass(frozen=True)
class NewEdition:
    """What keeping a form would do. `before` is the edition that was kept last, with what changed since."""

    form: Form
    before: FormEdition | None
    changes: tuple[FormChange, ...]


def plan_edition(form: Form) -> NewEdition:
    """Compare a form with the editions that are kept.

    Raises Refused if it lacks a name or version, or if that version is kept already.
    """
    _refuse_nameless(form)
    kept = editions().filter(name=form.name)
    same = kept.filter(version=form.version).first()
    if same and same.digest == form.digest:
        text = _("Version %(version)s is kept already, exactly so. Nothing has to be done.")
        raise Refused("form_kept", text % {"version": form.version}, "file")
    if same:
        text = _(
            "Version %(version)s is kept already, with other content. What was asked with it does not "
            "change: write another version into the sheet settings."
        )
        raise Refused("form_version_kept", text % {"version": form.version}, "file")
    before = kept.first()
    return NewEdition(form, before, changes(form_of(before), form) if before else ())


@service
def keep_edition(actor: Actor, name: str, workbook: bytes) -> FormEdition:
    """Keep the form of a workbook called `name` as a new edition.

    Raises Refused if the workbook has faults, if somebody keeps the same at this moment, or for the reasons
    of `plan_edition`.
    """
    checked = check(name, workbook)
    form = checked.form
    if form is None:
        count = len([fault for fault in checked.faults if fault.severity == "error"])
        text = ngettext("The form has %(n)s fault.", "The form has %(n)s faults.", count)
        raise Refused("form_faulty", text % {"n": count}, "file")
    # Who keeps another edition of the form at the same time waits here.
    hold(FormEdition.objects).filter(name=form.name).order_by("pk").first()
    plan_edition(form)
    try:
        with transaction.atomic():
            edition = FormEdition.objects.create(
                name=form.name,
                version=form.version,
                title=form.title,
                digest=form.digest,
                workbook=workbook,
                languages=list(form.languages),
                kept_at=actor.at,
                kept_by_id=actor.user_id,
            )
    except IntegrityError as fault:
        # Of the first edition of a form there was nothing to wait for.
        text = _("Somebody else has kept version %(version)s of this form at this moment. Look at it first.")
        raise Refused("form_kept_meanwhile", text % {"version": form.version}, "file") from fault
    _record(actor, "form.kept", edition, digest=edition.digest)
    return edition


@service
def retire_edition(actor: Actor, edition: FormEdition) -> None:
    """Let no new wave ask with an edition. Its waves go on, and it can be read as before.

    Raises Refused if it is retired.
    """
    held = _held(edition)
    if held.retired_at is not None:
        raise Refused("form_retired", _("This version is retired already."))
    held.retired_at = actor.at
    held.save(update_fields=["retired_at"])
    _record(actor, "form.retired", held)


@service
def take_up_edition(actor: Actor, edition: FormEdition) -> None:
    """Let new waves ask with a retired edition again. Raises Refused if it is in use."""
    held = _held(edition)
    if held.retired_at is None:
        raise Refused("form_in_use", _("This version is in use already."))
    held.retired_at = None
    held.save(update_fields=["retired_at"])
    _record(actor, "form.taken_up", held)


@service
def remove_edition(actor: Actor, edition: FormEdition) -> None:
    """Take away an edition that no wave asked with. Raises Refused if one did, or if it ships."""
    held = _held(edition)
    if held.waves.exists():
        text = _("Waves asked with this version, so it stays. You can retire it.")
        raise Refused("form_has_waves", text)
    if held.kept_by_id is None:
        text = _("This version ships with Banso, so it stays. You can retire it.")
        raise Refused("form_ships", text)
    _record(actor, "form.removed", held, digest=held.digest)
    held.delete()


def _held(edition: FormEdition) -> FormEdition:
    return hold(FormEdition.objects).defer("workbook").get(pk=edition.pk)


def _record(actor: Actor, action: str, edition: FormEdition, **further: str) -> None:
    record(actor, action, subject_of_form(edition.name), {"version": edition.version, **further})


def _refuse_nameless(form: Form) -> None:
    if form.name == ROOT or not _NAME.fullmatch(form.name):
        text = _(
            "The form needs a name of its own: form_id in the sheet settings, up to 40 letters, digits, "
            "hyphens and underscores, beginning with a letter."
        )
        raise Refused("form_id", text, "file")
    if not 0 < len(form.version) <= _LONGEST_VERSION:
        text = _("The form needs a version of up to %(most)s characters in the sheet settings.")
        raise Refused("form_version", text % {"most": _LONGEST_VERSION}, "file")
    if len(form.title) > _LONGEST_TITLE:
        text = _("The title of the form has more than %(most)s characters. Shorten it.")
        raise Refused("form_title", text % {"most": _LONGEST_TITLE}, "file")
