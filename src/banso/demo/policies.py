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
from banso.engines.kernel.fiscal import add_months, fiscal_year, fiscal_year_days

#: The version that came in force with the portfolio's fiscal year; the one before it ended the day before.
PUBLISHED = "reformed"
#: The version of the fiscal year before: as surveyed, but for a fair share of the cost.
TRIAL = "fair_share"


def reform_from(as_of: date) -> date:
    """The first day of the reform: the first of April of the fiscal year of ``as_of``."""
    return fiscal_year_days(fiscal_year(as_of))[0]


def trial_from(as_of: date) -> date:
    """The first day on which firms paid a share: a fiscal year before the reform."""
    return add_months(reform_from(as_of), -12)


def publish_reform(as_of: date) -> None:
    """Give two programme managers their rights; one writes and sends versions, the other publishes them.

    A fair share is tried for a fiscal year, then the reform is in force from ``reform_from`` on. What else
    ships stays a draft, looked through lately.
    """
    trial, first = trial_from(as_of), reform_from(as_of)
    administrator = User.objects.get(email=example_email(Role.ADMINISTRATOR))
    editor = User.objects.get(email=example_email(Role.PROGRAMME_MANAGER))
    approver = User.objects.get(email=example_email(APPROVER))
    family = PolicyFamily.objects.get(code=SUPPORT)

    def by(user: User, role: Role, day: date, minute: int) -> Actor:
        return Actor(user.pk, role.value, at(working(day), minute))

    def manager(user: User, day: date, minute: int) -> Actor:
        return by(user, Role.PROGRAMME_MANAGER, day, minute)

    gives = by(administrator, Role.ADMINISTRATOR, trial - timedelta(days=120), 10 * 60)
    services.give_right(gives, family, editor, Right.EDIT)
    services.give_right(gives, family, approver, Right.APPROVE)
    begins = {TRIAL: trial, PUBLISHED: first}
    for draft in PolicyVersion.objects.filter(state=State.DRAFT).order_by("pk"):
        seen = manager(editor, as_of - timedelta(days=12), 16 * 60)
        if draft.code in begins:
            seen = manager(editor, begins[draft.code] - timedelta(days=75), 15 * 60)
        titles = {"title_ja": draft.title_ja, "title_en": draft.title_en}
        basis = {"legal_basis_ja": draft.legal_basis_ja, "legal_basis_en": draft.legal_basis_en}
        services.save_head(seen, draft, draft.edition, **titles, **basis)
    for code, day in begins.items():
        version = PolicyVersion.objects.get(code=code)
        sends = manager(editor, day - timedelta(days=60), 14 * 60)
        version = services.send_to_approval(sends, version, version.edition)
        approves = manager(approver, day - timedelta(days=40), 11 * 60)
        version = services.approve(approves, version, version.edition)
        publishes = manager(approver, day - timedelta(days=21), 9 * 60 + 30)
        services.publish(publishes, version, in_force_from=day, edition=version.edition)
