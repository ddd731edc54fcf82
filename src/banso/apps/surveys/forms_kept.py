"""Editions of forms as they are kept, and the forms they compile to."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service
from banso.apps.surveys.models import Asked, FormEdition
from banso.engines.questionnaire.files import respondent_columns
from banso.engines.questionnaire.form import FORMS, SHIPPED, SUPPORTED_FIRM, Form, shipped

#: So many compiled forms stay in a process.
_COMPILED = 64
#: Who answers, by the column that says it.
_ASKED = {"provider_ref": Asked.PROVIDERS, "J1": Asked.OFFICES}


def form_of(edition: FormEdition) -> Form:
    """The form that an edition compiles to, compiled once a process."""
    return _compiled(edition.digest, edition.pk)


@lru_cache(maxsize=_COMPILED)
def _compiled(digest: str, key: int) -> Form:
    """By digest, so that an edition that took the key of another is read anew."""
    return Form.load(bytes(FormEdition.objects.get(pk=key, digest=digest).workbook))


def who_answers(form: Form) -> Asked:
    """Who answers a form, by the columns it has for it; supported firms where it has none."""
    return _ASKED.get(next(iter(respondent_columns(form)), ""), Asked.FIRMS)


def subject_of_form(name: str) -> Subject:
    """What the events of all editions of a form stand under."""
    return ("form", name)


def editions() -> QuerySet[FormEdition]:
    """All editions, by form, the latest first, without their workbooks."""
    return FormEdition.objects.defer("workbook").order_by("name", "-kept_at", "-id")


def editions_in_use() -> QuerySet[FormEdition]:
    """The editions that new waves may ask with."""
    return editions().filter(retired_at__isnull=True)


def usual_edition() -> int | None:
    """The key of the edition that a new wave asks with unless another is chosen: the latest for firms."""
    return editions_in_use().filter(name=SUPPORTED_FIRM).values_list("pk", flat=True).first()


def edition_of(form: Form, at: datetime) -> FormEdition:
    """The edition that a form was compiled from. Raises Refused if it is not kept, and does not ship."""
    kept = editions().filter(digest=form.digest).first()
    if kept is None and form.name in SHIPPED and shipped(form.name).digest == form.digest:
        kept = shipped_edition(form.name, at)
    if kept is None or kept.digest != form.digest:
        raise Refused("form_not_kept", _("This version of the questionnaire is not kept. Keep it first."))
    return kept


def shipped_edition(name: str, at: datetime) -> FormEdition:
    """The edition of a form that ships, kept now if no configuration was loaded yet."""
    form = shipped(name)
    kept = FormEdition.objects.filter(name=form.name, version=form.version).first()
    return kept or _keep(form, name, at)


@service
def load_shipped_forms(actor: Actor) -> int:
    """Keep the editions of forms that ship, and return how many had to be kept.

    A version that is kept already stays as it is, whatever ships under it: answers were judged by it.
    """
    there = set(FormEdition.objects.order_by("pk").values_list("name", "version"))
    new = [name for name in SHIPPED if (shipped(name).name, shipped(name).version) not in there]
    for name in new:
        edition = _keep(shipped(name), name, actor.at)
        payload = {"version": edition.version, "digest": edition.digest}
        record(actor, "form.shipped", subject_of_form(edition.name), payload)
    return len(new)


def _keep(form: Form, name: str, at: datetime) -> FormEdition:
    return FormEdition.objects.create(
        name=form.name,
        version=form.version,
        title=form.title,
        digest=form.digest,
        workbook=(FORMS / f"{name}.xlsx").read_bytes(),
        languages=list(form.languages),
        kept_at=at,
    )
