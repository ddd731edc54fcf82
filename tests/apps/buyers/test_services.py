"""Buyers are invited, recommended, suspended: each by its rule."""

from datetime import date

import pytest

from banso.apps.accounts.models import PersonalLink, User
from banso.apps.base import Refused
from banso.apps.buyers import services
from banso.apps.buyers.models import BuyerCompany, MissedQuery, Recommendation
from banso.apps.buyers.selectors import groups_of, may_enter, shown
from banso.apps.buyers.services import ProfileData, RecommendationData
from banso.apps.directory.models import Market
from banso.apps.journal.models import Event
from tests.apps.buyers import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def profile(**values):
    return ProfileData(
        **{"name": "Emma Carter", "language": "zh-hans", "company": "Lakeside", "kind": "retailer", **values}
    )


def test_who_is_invited_holds_the_role_and_has_a_link(staff):
    company = making.invited(staff)
    user = company.buyers.get().user
    assert user.assignments.get().role == "buyer"
    assert PersonalLink.objects.get(user=user, purpose="buyer", used_at=None).made_by_id == staff.user_id


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"last": date(2026, 2, 28)}, "end_before"),
        ({"last": date(2028, 3, 11)}, "end_far"),
        ({"came_by": "event"}, "occasion_missing"),
        ({"name": " "}, "name_missing"),
        ({"email": "nobody"}, "email_invalid"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_leaves_nothing(staff, values, rule):
    with pytest.raises(Refused) as refused:
        making.invited(staff, **values)
    left = BuyerCompany.objects.count(), User.objects.filter(name="Emma Carter").count()
    assert (refused.value.rule, left) == (rule, (0, 0))


def test_without_a_group_nobody_is_invited(staff):
    with pytest.raises(Refused) as refused:
        services.invite(
            staff, making.company_data(), making.reach("none"), services.PersonData("E", "e@b.invalid", "en")
        )
    assert refused.value.rule == "group_missing"


@pytest.mark.parametrize(
    ("day", "state", "enters"),
    [
        (date(2026, 2, 28), "open", False),
        (date(2026, 3, 1), "open", True),
        (date(2027, 2, 28), "open", True),
        (date(2027, 3, 1), "open", False),
        (date(2026, 3, 10), "suspended", False),
    ],
)
def test_access_holds_from_the_first_to_the_last_day_unless_suspended(day, state, enters):
    company = BuyerCompany(state=state, first_day=making.FIRST, last_day=making.LAST)
    assert may_enter(company, day) is enters


def test_a_link_lets_in_once_and_proves_the_address(staff):
    buyer = making.invited(staff).buyers.get()
    link = PersonalLink.objects.get(user=buyer.user)
    user = services.join(staff, link, profile())
    buyer.refresh_from_db()
    assert (buyer.joined_at, buyer.language, user.language) == (staff.at, "zh-hans", "en")
    assert user.emailaddress_set.get().verified
    with pytest.raises(Refused):
        services.enter(staff, link)


def test_a_link_of_a_company_whose_access_is_suspended_opens_nothing(staff):
    company = making.invited(staff)
    services.suspend(staff, company, "abuse")
    link = PersonalLink.objects.get(user=company.buyers.get().user)
    with pytest.raises(Refused) as refused:
        services.join(staff, link, profile())
    assert refused.value.rule == "link_closed"


def test_a_weak_password_is_refused_and_the_link_still_works(staff):
    link = PersonalLink.objects.get(user=making.invited(staff).buyers.get().user)
    with pytest.raises(Refused) as refused:
        services.join(staff, link, profile(), "short")
    link.refresh_from_db()
    assert (refused.value.rule, link.used_at) == ("password_weak", None)


def test_only_who_may_enter_is_mailed_a_link(staff):
    company = making.invited(staff)
    links = PersonalLink.objects.filter(purpose="buyer")
    services.ask_link(staff, "somebody@else.invalid")
    assert links.count() == 1
    services.ask_link(staff, "EMMA@buyer.invalid")
    assert links.count() == 2
    services.suspend(staff, company, "abuse")
    services.ask_again(staff, links.order_by("pk").first())
    assert links.count() == 2


def test_a_company_is_suspended_once_and_with_a_reason(staff):
    company = making.invited(staff)
    with pytest.raises(Refused):
        services.suspend(staff, company, " ")
    services.suspend(staff, company, "abuse")
    with pytest.raises(Refused):
        services.suspend(staff, company, "again")
    services.resume(staff, company)
    company.refresh_from_db()
    assert (company.state, company.reason) == ("open", "")


@pytest.fixture
def recommendation(staff):
    by = making.buyer(staff)
    data = RecommendationData(
        "Harbour Foods", Market.objects.get(code="AU"), "Liam", "liam@b.invalid", "Known"
    )
    return services.recommend(staff, by, data)


def test_a_recommended_company_is_invited_once_staff_approve(staff, recommendation):
    company = services.approve(staff, recommendation, "retailer", making.reach(), "en")
    recommendation.refresh_from_db()
    assert (recommendation.state, recommendation.person, recommendation.email) == ("approved", "", "")
    assert recommendation.invited == company and company.came_by == "recommended"
    with pytest.raises(Refused):
        services.refuse(staff, recommendation, "too late")


def test_nobody_is_written_to_when_staff_refuse(staff, recommendation):
    services.refuse(staff, recommendation, "not known")
    recommendation.refresh_from_db()
    assert (recommendation.state, recommendation.person, recommendation.email) == ("refused", "", "")
    assert not User.objects.filter(email="liam@b.invalid").exists()


def test_a_buyer_cannot_recommend_without_end(staff, recommendation):
    data = RecommendationData("X", recommendation.market, "Y", "y@b.invalid", "why")
    for _number in range(services.MOST_WAITING - 1):
        services.recommend(staff, recommendation.by, data)
    with pytest.raises(Refused) as refused:
        services.recommend(staff, recommendation.by, data)
    assert (refused.value.rule, Recommendation.objects.count()) == ("too_many", services.MOST_WAITING)


def test_events_name_neither_people_nor_companies(staff, recommendation):
    services.refuse(staff, recommendation, "unwanted")
    told = " ".join(Event.objects.filter(subject_kind="buyer_company").values_list("payload", flat=True))
    for word in ("Emma", "Lakeside", "Harbour", "Liam", "liam@", "unwanted"):
        assert word not in told


@pytest.mark.parametrize(
    ("groups", "everything", "nothing"),
    [(("food",), False, False), (("food", "fair_2026"), True, False), ((), False, True)],
)
def test_what_is_shown_are_the_categories_of_the_groups(staff, groups, everything, nothing):
    buyer = making.buyer(staff)
    company = buyer.company
    company.groups.set(making.reach(*groups).groups if groups else [])
    where = shown(groups_of(buyer.user_id, staff.today), "group")
    assert (not where, ("group__in", []) in where.children) == (everything, nothing)


def test_words_without_a_hit_are_counted_by_market_and_day_and_name_nobody(staff):
    market = Market.objects.get(code="CA")
    for _time in range(2):
        services.note_missed(staff.today, "  Mochi  ICE ", "en", market)
    missed = MissedQuery.objects.get()
    assert (missed.words, missed.count) == ("mochi ice", 2)
