"""The life of the policy versions that ship, as the demonstration tells it: through the room's services."""

from __future__ import annotations

from datetime import date, timedelta

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import Actor
from banso.apps.policies import services
from banso.apps.policies.models import SUPPORT, PolicyFamily, PolicyVersion, Right, State
from banso.demo.people import APPROVER, example_email
from banso.demo.plan import at, working
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days

#: The version that came in force with the portfolio's fiscal year; the one before it ended the day before.
PUBLISHED = "reformed"


def reform_from(as_of: date) -> date:
    """The first day of the reform: the first of April of the fiscal year of ``as_of``."""
    return fiscal_year_days(fiscal_year(as_of))[0]


def publish_reform(as_of: date) -> None:
    """Give two programme managers their rights; one writes and sends the reform, the other publishes it.

    It is in force from ``reform_from`` on. What else ships stays a draft, looked through lately.
    """
    first = reform_from(as_of)
    administrator = User.objects.get(email=example_email(Role.ADMINISTRATOR))
    editor = User.objects.get(email=example_email(Role.PROGRAMME_MANAGER))
    approver = User.objects.get(email=example_email(APPROVER))
    family = PolicyFamily.objects.get(code=SUPPORT)

    def by(user: User, role: Role, days_before: int, minute: int) -> Actor:
        return Actor(user.pk, role.value, at(working(first - timedelta(days=days_before)), minute))

    def manager(user: User, days_before: int, minute: int) -> Actor:
        return by(user, Role.PROGRAMME_MANAGER, days_before, minute)

    gives = by(administrator, Role.ADMINISTRATOR, 120, 10 * 60)
    services.give_right(gives, family, editor, Right.EDIT)
    services.give_right(gives, family, approver, Right.APPROVE)
    for draft in PolicyVersion.objects.filter(state=State.DRAFT).order_by("pk"):
        seen = manager(editor, 75, 15 * 60)
        if draft.code != PUBLISHED:
            seen = Actor(
                editor.pk, Role.PROGRAMME_MANAGER.value, at(working(as_of - timedelta(days=12)), 16 * 60)
            )
        titles = {"title_ja": draft.title_ja, "title_en": draft.title_en}
        basis = {"legal_basis_ja": draft.legal_basis_ja, "legal_basis_en": draft.legal_basis_en}
        services.save_head(seen, draft, draft.edition, **titles, **basis)
    version = PolicyVersion.objects.get(code=PUBLISHED)
    version = services.send_to_approval(manager(editor, 60, 14 * 60), version, version.edition)
    version = services.approve(manager(approver, 40, 11 * 60), version, version.edition)
    services.publish(
        manager(approver, 21, 9 * 60 + 30), version, in_force_from=first, edition=version.edition
    )
