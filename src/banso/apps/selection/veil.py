"""What a reviewer may not see yet.

1. Before declaring to have no conflict of interest, a reviewer sees the name and office of a firm and nothing
   that it wrote. With a conflict this stays so for good.
2. Before giving a view on the present revision, a reviewer sees nothing of what others think of it.

Whoever reviews is bound by this, whatever other role is held.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from banso.apps.accounts.access import Access
from banso.apps.accounts.roles import Role
from banso.apps.selection.models import Application, Conflict, Declaration, Screening
from banso.apps.selection.selectors import UNDER_WAY


@dataclass(frozen=True)
class Veil:
    """What is hidden from a person. ``declared``: the reviewer's declaration; empty while there is none."""

    closed: bool = False
    blind: bool = False
    declared: str = ""

    @property
    def out(self) -> bool:
        """Whether the reviewer declared a conflict."""
        return self.declared not in ("", Conflict.NONE)


def veil(access: Access, application: Application) -> Veil:
    """What is hidden from a person of an application. At most two queries, none for others than reviewers."""
    if Role.REVIEWER not in access.roles:
        return Veil()
    found = Declaration.objects.filter(application=application, reviewer=access.user).first()
    declared = found.conflict if found else ""
    if declared not in ("", Conflict.NONE):
        return Veil(closed=True, blind=True, declared=declared)
    if application.state not in UNDER_WAY:
        return Veil(declared=declared)
    if not declared:
        return Veil(closed=True, blind=True)
    own = Screening.objects.filter(
        application=application, revision=application.revision, reviewer=access.user
    )
    return Veil(blind=not own.exists(), declared=declared)


def closed_to(access: Access) -> QuerySet[Application]:
    """The applications of which a person may read nothing yet: rule 1 above, for many at once."""
    if Role.REVIEWER not in access.roles:
        return Application.objects.none()
    own = Declaration.objects.filter(application=OuterRef("pk"), reviewer=access.user.pk)
    undeclared = Q(~Exists(own), state__in=UNDER_WAY)
    return Application.objects.filter(undeclared | Exists(own.exclude(conflict=Conflict.NONE)))
