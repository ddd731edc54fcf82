"""The list of people."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.forms import STATES
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.selectors import in_state, people, state_of
from banso.apps.accounts.services import current
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: The mark of each state.
MARKS = {"active": "ok", "invited": "part", "locked": "no", "left": "dash", "erased": "dash"}


class PeopleFilter(forms.FilterForm):
    """Which people are shown."""

    q = forms.CharField(label=gettext_lazy("Name or mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", gettext_lazy("All")), *Role.choices])
    office = forms.ModelChoiceField(None, label=gettext_lazy("Office"))
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *STATES.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = RoleAssignment._meta.get_field("office").related_model
        self.fields["office"].queryset = office._default_manager.all()

    def filter_q(self, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        """Part of the name or of the address."""
        return queryset.filter(Q(name__icontains=value.strip()) | Q(email__icontains=value.strip()))

    def filter_role(self, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        """Who holds the role today."""
        held = current(timezone.localdate()).filter(role=value)
        return queryset.filter(pk__in=held.order_by().values("user"))

    def filter_office(self, queryset: QuerySet[User], value: Any) -> QuerySet[User]:
        """Who holds a role at the office today."""
        held = current(timezone.localdate()).filter(office=value)
        return queryset.filter(pk__in=held.order_by().values("user"))

    def filter_state(self, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        """Who is in the state."""
        return in_state(queryset, value)


def role_in_words(held: RoleAssignment) -> str:
    """A role with what it is tied to."""
    return formats.joined(held.get_role_display(), held.office or held.firm or held.partner_body or held.mall)


def _roles(user: User) -> str:
    return "; ".join(role_in_words(held) for held in user.held)  # type: ignore[attr-defined]


def _state(user: User) -> str:
    return str(STATES[state_of(user)])


def _state_mark(user: User) -> SafeString:
    return status(MARKS[state_of(user)], _state(user))


def _address(user: User) -> str:
    return reverse("accounts:person", args=[user.pk])


COLUMNS = [
    Column("name", gettext_lazy("Name"), sort="name", link=_address),
    Column("email", gettext_lazy("Mail address"), sort="email"),
    Column("roles", gettext_lazy("Roles"), value=lambda user: _roles(user) or _("None yet")),
    Column("state", gettext_lazy("State"), value=_state, html=_state_mark),
    Column("away_until", gettext_lazy("Absent until"), value="away_until", kind="day"),
    Column(
        "seen",
        gettext_lazy("Last signed in"),
        value="last_login",
        sort="last_login",
        kind="moment",
        html=lambda user: SafeString(formats.moment(user.last_login) if user.last_login else _("Never")),
    ),
]


def people_list(request: HttpRequest) -> RecordList:
    """Everybody, to narrow by name, role, office and state."""
    return RecordList(
        request,
        people(request.access.today),  # type: ignore[attr-defined]
        columns=COLUMNS,
        filters=PeopleFilter,
        default_sort="name",
        name="people",
    )
