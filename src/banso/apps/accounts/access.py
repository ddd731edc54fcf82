"""What one signed-in person may do and see, worked out from the roles held today and the one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.permissions import TABLE, WITHOUT_ROLE, Action, Scope
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import ZONE, Actor

M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=Callable[..., Any])

#: How a path to the people of a partner body ends: they reach its records as members of the body.
_MEMBERS = "__members__user"

#: The role written down for what somebody does before holding any.
NO_ROLE = "no_role"


class Access:
    """The rights of one person at one moment."""

    def __init__(self, user: User, at: datetime) -> None:
        self.user = user
        self.at = at

    @property
    def today(self) -> date:
        """The calendar date in Tokyo."""
        return self.at.astimezone(ZONE).date()

    @cached_property
    def assignments(self) -> list[RoleAssignment]:
        """The roles held today."""
        if not (self.user.is_authenticated and self.user.is_active):
            return []
        today = self.today
        held = RoleAssignment.objects.filter(user=self.user, valid_from__lte=today).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        )
        return list(held.select_related("firm", "office", "partner_body", "mall").order_by("id"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The codes of the roles held today."""
        return frozenset(held.role for held in self.assignments)

    def in_role(self, role: str) -> Access:
        """The rights that the person has by one role alone."""
        part = Access(self.user, self.at)
        part.assignments = [held for held in self.assignments if held.role == role]
        return part

    def can(self, action: Action) -> bool:
        """Whether any role held allows the action on any row at all."""
        if not (self.user.is_authenticated and self.user.is_active):
            return False
        return any(role in self.roles for role in TABLE[action]) or (
            not self.roles and action in WITHOUT_ROLE
        )

    def rows(self, action: Action, queryset: QuerySet[M]) -> QuerySet[M]:
        """The rows that the action reaches for this person; none where the table is silent."""
        where = Q(pk__in=[])
        for held in self.assignments:
            scope = TABLE[action].get(held.role)  # type: ignore[call-overload]
            if scope is Scope.ALL:
                return queryset
            if scope is not None:
                where |= self._limit(action, scope, held, queryset.model)
        return queryset.filter(where)

    def _limit(self, action: Action, scope: Scope, held: RoleAssignment, model: type[Model]) -> Q:
        paths = model.scope_paths  # type: ignore[attr-defined]
        nothing = Q(pk__in=[])
        if scope is Scope.OWN_FIRM:
            return Q(**{paths.firm: held.firm_id}) if paths.firm and held.firm_id else nothing
        if scope is Scope.OWN_OFFICE:
            return _tied(model, paths.office, held.office_id) if paths.office and held.office_id else nothing
        if scope is Scope.OFFICES_BELOW:
            if not (paths.office and held.office_id):
                return nothing
            return _tied(model, f"{paths.office}__in", _with_offices_below(held.office_id))
        if scope is Scope.OWN_MALL:
            return Q(**{paths.mall: held.mall_id}) if paths.mall and held.mall_id else nothing
        limit = nothing
        for path in paths.assigned:
            by_body = path.endswith(_MEMBERS)
            if by_body != (held.role == Role.PARTNER_MEMBER):
                continue
            # Of a body that somebody left the records are out of reach, whatever other role is held today.
            tie = {path.removesuffix(_MEMBERS): held.partner_body_id} if by_body else {path: self.user.pk}
            # A path may run through many rows: a subquery a path keeps each row once and joins nothing twice.
            limit |= Q(pk__in=model._default_manager.order_by().filter(**tie).values("pk"))
        if paths.held is not None and (right := paths.held.needed.get(action)):
            limit |= Q(pk__in=self._with_right(paths.held.path, right, model))
        return limit

    def _with_right(self, path: str, right: str, model: type[Model]) -> QuerySet[Any]:
        """The keys of the rows to which the person holds a right today."""
        # One call of filter: right, person and days are those of one and the same row.
        holds = Q(**{f"{path}__user": self.user.pk, f"{path}__right": right})
        holds &= Q(**{f"{path}__given_on__lte": self.today})
        holds &= Q(**{f"{path}__ended_on__isnull": True}) | Q(**{f"{path}__ended_on__gt": self.today})
        return model._default_manager.order_by().filter(holds).values("pk")

    def allows(self, action: Action, row: Model) -> bool:
        """Whether the action reaches this row."""
        return self.rows(action, type(row)._default_manager.filter(pk=row.pk)).exists()

    def reaches_many(self, action: Action) -> bool:
        """Whether some role held reaches rows of more than one office by the action."""
        wide = {Scope.ALL, Scope.OFFICES_BELOW}
        return any(TABLE[action].get(held.role) in wide for held in self.assignments)  # type: ignore[call-overload]

    def role_for(self, action: Action) -> str:
        """The first role held that allows the action: what the journal writes down."""
        return next((held.role for held in self.assignments if held.role in TABLE[action]), NO_ROLE)

    def actor(self, action: Action) -> Actor:
        """The actor that a service call for this action is given."""
        return Actor(self.user.pk, self.role_for(action), self.at)


def _tied(model: type[Model], path: str, value: Any) -> Q:
    """Rows tied to a value; a path through many rows becomes a subquery, so that each row stays once."""
    first = model._meta.get_field(path.partition("__")[0]) if not path.startswith("pk") else None
    if first is not None and (first.one_to_many or first.many_to_many):
        return Q(pk__in=model._default_manager.order_by().filter(**{path: value}).values("pk"))
    return Q(**{path: value})


def _with_offices_below(office_id: int) -> RawSQL:
    """The keys of an office and of every office below it, however deep, as a subquery."""
    table = RoleAssignment._meta.get_field("office").related_model._meta.db_table
    return RawSQL(
        f"WITH RECURSIVE below(id) AS (SELECT id FROM {table} WHERE id = %s UNION"
        f" SELECT office.id FROM {table} office JOIN below ON office.parent_id = below.id)"
        " SELECT id FROM below",
        [office_id],
    )


def requires(action: Action) -> Callable[[V], V]:
    """Name the action of a view. The middleware denies whoever may not, and every view that names none."""

    def mark(view: V) -> V:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Open a view to everybody, signed in or not."""
    view.action = None  # type: ignore[attr-defined]
    return view
