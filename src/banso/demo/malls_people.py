"""Those who run the malls: one or two for each, invited since the corners were set up."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Mall
from banso.apps.privacy.models import Consent
from banso.apps.privacy.rules import notice_on
from banso.apps.sales.models import Listing
from banso.demo.names import DOMAIN
from banso.demo.people import Accounts, Tie, example_email
from banso.demo.plan import Plan, in_office, later, working

_GIVEN = ("Ann", "Bruno", "Carla", "Dinh", "Elise", "Farid", "Grace", "Hugo", "Ines", "Jae", "Kim", "Lena")
_FAMILY = ("Lee", "Meyer", "Novak", "Okafor", "Park", "Rossi", "Silva", "Tan", "Wong", "Yilmaz")


def write_operators(plan: Plan, manager: int) -> dict[int, int]:
    """Write those who run each mall, the example that with most listings; the key of the user by mall."""
    chance = plan.random("mall operators")
    accounts = Accounts(plan, chance)
    listed = Counter(row["mall_id"] for row in plan[Listing].dicts())
    example = max(range(1, len(plan[Mall]) + 1), key=lambda key: (listed[key], -key))
    found: dict[int, int] = {}
    for mall in plan[Mall].dicts():
        first = plan.as_of - timedelta(days=chance.randint(400, 900))
        invited = in_office(chance, working(max(first, mall["opened_on"])))
        number = f"{mall['id']:02d}"
        own = mall["id"] == example
        email = example_email(Role.MALL_OPERATOR) if own else f"operator-{number}@{DOMAIN}"
        name = "Grace Tan" if own else f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
        found[mall["id"]] = _operator(plan, accounts, mall, invited, name, email, manager)
        if not own:
            # Access is given until a day, and looked at again then.
            until = date(plan.as_of.year + chance.randint(1, 2), 3, 31)
            plan[RoleAssignment].change(len(plan[RoleAssignment]), valid_to=until)
    return found


def _operator(
    plan: Plan,
    accounts: Accounts,
    mall: dict[str, object],
    invited: datetime,
    name: str,
    email: str,
    manager: int,
) -> int:
    code = str(mall["code"])
    user = accounts.user(email, name, invited)
    plan[User].change(user, language="en")
    accounts.give(user, Role.MALL_OPERATOR, invited, invited.date(), Tie("mall", int(str(mall["id"])), code))
    told = {"user": user, "until": ""}
    plan.event(invited, manager, Role.PROGRAMME_MANAGER, "mall.operator_invited", ("mall", code), told)
    notice = notice_on(plan.as_of - timedelta(days=1))
    if notice is not None:
        joined = later(plan.random(f"joined {code}"), invited, 1, 9)
        start = in_office(plan.random(f"told {code}"), working(notice.in_force_from + timedelta(days=2)))
        moment = max(joined, start)
        if plan.past(moment):
            plan[Consent].add(
                notice=notice.code, text_digest=notice.digest, way="signed_in", given_at=moment, user_id=user
            )
            said = {"notice": notice.code, "way": "signed_in", "contact": None}
            role = Role.MALL_OPERATOR
            plan.event(moment, user, role, "privacy.consented", ("user", str(user)), said)
    return user
