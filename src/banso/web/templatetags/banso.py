"""Tags and filters that every template has, without ``{% load %}``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.base import Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from banso.web import formats

register = template.Library()

#: The drawn marks of a status, and the signs used beside words.
STATUS_KINDS = frozenset({"ok", "no", "part", "unk", "now", "late", "eq", "ne", "near", "dash"})
ICONS = STATUS_KINDS | {"find", "brand", "down", "up", "left", "right", "close"}

register.filter("yen", formats.yen)
register.filter("number", formats.number)
register.filter("signed", formats.signed)
register.filter("day", formats.day)
register.filter("short_day", formats.short_day)
register.filter("weekday", formats.weekday)
register.filter("time_of_day", formats.time_of_day)
register.filter("moment", formats.moment)
register.filter("fy", formats.fiscal)
register.filter("unknown", formats.unknown)
register.filter("as_written", formats.as_written)
register.simple_tag(formats.percent, name="percent")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawn sign. With a label it is read out; without one it only repeats the word beside it."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}")
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="#{}"/></svg>', label, name)
    return format_html('<svg class="i" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.simple_tag
def status(kind: str, text: Any) -> SafeString:
    """A status: a drawn shape and a word; colour only repeats it."""
    if kind not in STATUS_KINDS:
        raise template.TemplateSyntaxError(f"no kind of status {kind!r}")
    return format_html('<span class="st {}">{}{}</span>', kind, icon(kind), text)


@register.simple_tag
def due(day: date, today: date) -> SafeString:
    """A due date as the first cell of a queue: the day, marked when late, and by how many days."""
    days = (day - today).days
    shown = formats.short_day(day, today)
    if days < 0:
        note = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": formats.number(-days)}
        return format_html('{}<span class="l2">{}</span>', status("late", shown), note)
    if days == 0:
        return format_html('<span class="num">{}</span>', gettext("Today"))
    note = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": formats.number(days)}
    return format_html('<span class="num">{}</span><span class="l2">{}</span>', shown, note)


@register.simple_tag
def when(value: datetime, today: date) -> str:
    """9:12 for today, else the day: how recent news is told."""
    day = formats.local_date(value)
    if day == today:
        return formats.time_of_day(value)
    return gettext("Yesterday") if (today - day).days == 1 else formats.short_day(day, today)


@register.simple_tag(takes_context=True)
def querystring_with(context: Context, **changes: Any) -> str:
    """The query string of this page with some values changed; None takes one away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{query.urlencode()}"


class WrapNode(Node):
    """An element that is left out when nothing is inside."""

    def __init__(self, nodelist: NodeList, element: str, attributes: dict[str, Any]) -> None:
        self.nodelist, self.element, self.attributes = nodelist, element, attributes

    def render(self, context: Context) -> SafeString:
        """The element around its content, or nothing."""
        inside = self.nodelist.render(context).strip()
        if not inside:
            return SafeString("")
        pairs = ((name.replace("_", "-"), value.resolve(context)) for name, value in self.attributes.items())
        attributes = format_html_join("", ' {}="{}"', pairs)
        return format_html("<{0}{1}>{2}</{0}>", self.element, attributes, SafeString(inside))


@register.tag
def wrap(parser: Parser, token: Token) -> WrapNode:
    """``{% wrap ul class="x" %}...{% endwrap %}``: the element only where something is inside it."""
    _name, element, *rest = token.split_contents()
    nodelist = parser.parse(("endwrap",))
    parser.delete_first_token()
    return WrapNode(nodelist, element, token_kwargs(rest, parser))


class ColumnsNode(Node):
    """Main column and side column; only the main one, at full width, when the side is empty."""

    child_nodelists = ("main", "side")

    def __init__(self, main: NodeList, side: NodeList) -> None:
        self.main, self.side = main, side

    def render(self, context: Context) -> SafeString:
        """Both columns, or the main one."""
        main, side = self.main.render(context), self.side.render(context).strip()
        if not side:
            return main
        return format_html('<div class="cols"><div>{}</div><aside>{}</aside></div>', main, SafeString(side))


@register.tag
def columns(parser: Parser, token: Token) -> ColumnsNode:
    """``{% columns %}main{% side %}side{% endcolumns %}``."""
    main = parser.parse(("side",))
    parser.delete_first_token()
    side = parser.parse(("endcolumns",))
    parser.delete_first_token()
    return ColumnsNode(main, side)


@register.inclusion_tag("web/steps.html")
def steps(items: list[Any]) -> dict[str, Any]:
    """A step indicator. Items have ``state`` (done, now, ahead), ``name``, ``note`` and ``detail``."""
    return {"items": items}


@register.inclusion_tag("web/forms/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    """What is wrong with forms and formsets, each line a link to its field.

    A form is told of once a page, where it is asked for first: ``{% form_fields form %}`` below adds nothing.
    """
    shown: set[int] = context.render_context.setdefault("forms told of", set())
    faults: list[dict[str, Any]] = []
    for form in forms:
        if form.is_bound and id(form) not in shown:
            faults += _faults(form)
        shown.add(id(form))
    return {"faults": faults}


def _faults(form: BaseForm | BaseFormSet) -> list[dict[str, Any]]:
    if isinstance(form, BaseFormSet):
        own = [{"id": "", "label": "", "message": message} for message in form.non_form_errors()]
        return own + [fault for part in form for fault in _faults(part)]
    own = [{"id": "", "label": "", "message": message} for message in form.non_field_errors()]
    return own + [
        {"id": _first_id(bound), "label": bound.label, "message": message}
        for bound in form
        for message in bound.errors
    ]


def _first_id(bound: BoundField) -> str:
    # A group of options has no element of its own id: its first option takes the focus.
    if bound.is_hidden:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form: label, hint, fault and input, tied together for screen readers."""
    return bound.as_field_group()


@register.inclusion_tag("web/forms/fields.html", takes_context=True)
def form_fields(context: Context, form: BaseForm) -> dict[str, Any]:
    """A whole form inside ``<form>``: its error summary (if not shown before) and every field."""
    return {**error_summary(context, form), "form": form}


@register.inclusion_tag("web/lists/list.html", takes_context=True)
def record_list(context: Context, records: Any) -> dict[str, Any]:
    """A list of records with its filters, count, sorting, pages and downloads."""
    return {"list": records, "request": context["request"]}
