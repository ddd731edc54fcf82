"""Words to begin a message with: added, said otherwise, retired, as shipped again. Forms follow at once."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.inquiries import placeholders
from banso.apps.inquiries.models import MessageTemplate, Side
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, record, service
from banso.apps.programmes.services import shipped_row
from banso.engines.kernel import contact_details

#: A template leaves room for what is written into it.
LONGEST_TEMPLATE = 2000
_FILE = "message_templates.csv"
_WHO = (Side.BUYER, Side.FIRM)
_TEXTS = ("text_ja", "text_en", "text_zh")


@dataclass(frozen=True)
class TemplateData:
    """Which side begins with it, what it is called, and the words in three languages."""

    side: str
    name_ja: str
    name_en: str
    name_zh: str
    text_ja: str
    text_en: str
    text_zh: str


def template_subject(template: MessageTemplate) -> Subject:
    """The subject of events about a template."""
    return ("message_template", template.code)


def check_template(data: TemplateData) -> None:
    """See that a template can be used.

    Raises:
        Refused: ``unknown_code``, ``text_missing``, ``text_long``, ``placeholder_unknown``, ``brace_alone``,
            ``contact_details`` (a message that holds them is refused before the first exchange).
    """
    if data.side not in _WHO:
        raise Refused("unknown_code", _("Choose one of the options."), "side")
    for field in _TEXTS:
        text = getattr(data, field)
        if not text.strip():
            raise Refused("text_missing", _("Please write the words in this language too."), field)
        if len(text) > LONGEST_TEMPLATE:
            said = _("A template has %(number)s characters at most.") % {"number": LONGEST_TEMPLATE}
            raise Refused("text_long", said, field)
        placeholders.check(text, field)
        if contact_details.contact_details(text):
            said = _("Leave contact details out: before the first exchange such a message is refused.")
            raise Refused("contact_details", said, field)


@service
def add_template(actor: Actor, code: str, data: TemplateData) -> MessageTemplate:
    """Add words to begin with.

    Raises:
        Refused: ``code_form``, ``code_taken``, and as ``check_template``.
    """
    code = code.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        raise Refused("code_form", _("Use small letters, digits and _, a letter first."), "code")
    if MessageTemplate.objects.filter(code=code).exists():
        raise Refused("code_taken", _("This code is taken already."), "code")
    check_template(data)
    last = MessageTemplate.objects.aggregate(last=Max("position"))["last"] or 0
    return _store(actor, MessageTemplate(code=code, position=last + 1), data, "template.added")


@service
def change_template(
    actor: Actor, template: MessageTemplate, data: TemplateData, seen: str
) -> MessageTemplate:
    """Say it otherwise; ``seen`` is the ``template_edition`` of what stood there when this was begun.

    Raises:
        Refused: ``as_seen`` somebody else has changed it; and as ``check_template``.
    """
    held = hold(MessageTemplate.objects).get(pk=template.pk)
    if template_edition(held) != seen:
        said = _("Somebody else has changed this template since. Please open it again.")
        raise Refused("as_seen", said)
    check_template(data)
    return _store(actor, held, data, "template.changed")


@service
def retire_template(actor: Actor, template: MessageTemplate) -> MessageTemplate:
    """Offer a template no more, from today on.

    Raises:
        Refused: ``retired_already``.
    """
    held = hold(MessageTemplate.objects).get(pk=template.pk)
    if held.retired_on is not None:
        raise Refused("retired_already", _("This template is retired already."))
    held.retired_on = actor.today
    held.save(update_fields=["retired_on"])
    record(actor, "template.retired", template_subject(held))
    return held


@service
def take_up_template(actor: Actor, template: MessageTemplate) -> MessageTemplate:
    """Offer a retired template again.

    Raises:
        Refused: ``in_use``.
    """
    held = hold(MessageTemplate.objects).get(pk=template.pk)
    if held.retired_on is None:
        raise Refused("in_use", _("This template is in use."))
    held.retired_on = None
    held.save(update_fields=["retired_on"])
    record(actor, "template.taken_up", template_subject(held))
    return held


@service
def restore_shipped_template(actor: Actor, template: MessageTemplate) -> MessageTemplate:
    """Let a template say again what was shipped.

    Raises:
        Refused: ``not_shipped`` the organisation added it itself, ``as_shipped``.
    """
    held = hold(MessageTemplate.objects).get(pk=template.pk)
    shipped = shipped_template(held)
    if shipped is None:
        raise Refused("not_shipped", _("This template was not shipped: you have added it yourselves."))
    if shipped == data_of(held):
        raise Refused("as_shipped", _("This template says what was shipped."))
    return _store(actor, held, shipped, "template.restored")


def shipped_template(template: MessageTemplate) -> TemplateData | None:
    """What was shipped of a template; None of one that the organisation has added."""
    row = shipped_row(_FILE, template.code)
    return TemplateData(**{name: row[name] for name in TemplateData.__annotations__}) if row else None


def data_of(template: MessageTemplate) -> TemplateData:
    """What a template says now."""
    return TemplateData(**{name: getattr(template, name) for name in TemplateData.__annotations__})


def template_edition(template: MessageTemplate) -> str:
    """What tells what a template says from what it said before."""
    return digest("\n".join(asdict(data_of(template)).values()))


def _store(actor: Actor, template: MessageTemplate, data: TemplateData, action: str) -> MessageTemplate:
    values = {name: value.replace("\r\n", "\n").strip() for name, value in asdict(data).items()}
    for name, value in values.items():
        setattr(template, name, value)
    template.save()
    told = {name: digest(value) for name, value in values.items() if name != "side"}
    record(actor, action, template_subject(template), {"side": template.side} | told)
    return template
