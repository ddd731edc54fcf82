"""The main navigation: each place, shown to whoever may act there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role


@dataclass(frozen=True)
class Place:
    """One entry: where it leads, and the action that opens it."""

    name: str
    label: Promise
    action: Action
    #: Who has these roles only gets there from the records themselves.
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """An entry as shown."""

    url: str
    label: Promise
    current: bool


PLACES = (
    Place("today:home", _("Today's work"), Action.TODAY),
    Place("intake:consultation_list", _("Consultations"), Action.CONSULTATION_VIEW),
    Place("intake:proposal_list", _("Proposals"), Action.PROPOSAL_REPLY),
    Place("new_exporters:registration_list", _("New exporters"), Action.REGISTRATION_VIEW),
    Place("selection:application_list", _("Applications"), Action.APPLICATION_VIEW),
    Place("fees:prices", _("Prices"), Action.PRICE_VIEW),
    Place("casework:case_list", _("Cases"), Action.CASE_VIEW),
    Place("casework:follow_up_list", _("Follow-ups"), Action.FOLLOW_UP_RECORD),
    Place("directory:firm_list", _("Firms"), Action.FIRM_VIEW),
    Place("directory:expert_list", _("Experts"), Action.EXPERT_VIEW),
    Place("fees:quote_list", _("Quotes"), Action.FEE_VIEW),
    Place("fees:invoice_list", _("Invoices"), Action.FEE_VIEW),
    Place("fees:accounts", _("Accounts"), Action.LEDGER_VIEW),
    Place("providers:provider_list", _("Private providers"), Action.PROVIDER_VIEW),
    Place("buyers:company_list", _("Invited buyers"), Action.BUYER_VIEW),
    Place("inquiries:inquiry_list", _("Inquiries"), Action.INQUIRY_VIEW),
    Place("meetings:meeting_list", _("Online meetings"), Action.MEET_LIST),
    Place("orders:order_list", _("Orders on Japan Street"), Action.ORDER_VIEW),
    Place("fees:effect", _("What fees do"), Action.FEE_EFFECT_VIEW),
    Place("matching:own_week", _("My week"), Action.OWN_WEEK),
    Place("sales:listing_list", _("EC listings"), Action.OFFER_VIEW),
    Place("sales:channel_list", _("EC channels"), Action.MALL_VIEW),
    Place("malls:mall_list", _("EC malls"), Action.MALL_VIEW),
    Place(
        "malls:directory",
        _("Directory of malls"),
        Action.MALL_DIRECTORY,
        frozenset(Role) - {Role.FIRM_MEMBER, Role.EXPERT},
    ),
    Place("products:product_list", _("Products"), Action.PRODUCT_VIEW),
    Place("catalogue:meaning_list", _("Search words"), Action.MEANING_KEEP),
    Place("policies:version_list", _("Policy"), Action.POLICY_VIEW),
    Place(
        "corrections:correction_list",
        _("Corrections"),
        Action.CORRECTION_VIEW,
        frozenset({Role.OFFICE_STAFF}),
    ),
    Place(
        "privacy:request_list",
        _("Personal data"),
        Action.PERSON_REQUEST_VIEW,
        frozenset({Role.OFFICE_STAFF}),
    ),
    Place("surveys:wave_list", _("Surveys"), Action.WAVE_VIEW),
    # Who sees waves finds them there.
    Place(
        "surveys:release_list",
        _("Published tables"),
        Action.RELEASE_VIEW,
        frozenset({Role.PROGRAMME_MANAGER, Role.EVALUATOR, Role.AUDITOR}),
    ),
    # Head office goes there from a wave.
    Place(
        "surveys:to_type", _("Answers to type in"), Action.ANSWER_TYPE, frozenset({Role.PROGRAMME_MANAGER})
    ),
    Place("surveys:office_report_list", _("Reports of offices"), Action.OFFICE_REPORT_VIEW),
    Place("years:year_list", _("Fiscal years"), Action.YEAR_VIEW, frozenset({Role.OFFICE_STAFF})),
    Place("evidence:overview", _("Evidence"), Action.FIGURE_VIEW),
    Place("accounts:people", _("People"), Action.PEOPLE_MANAGE),
    Place("imports:run_list", _("Bulk import"), Action.BULK_IMPORT),
    Place("journal:event_list", _("Journal"), Action.JOURNAL_VIEW),
    Place("jobs:job_list", _("Jobs"), Action.JOB_VIEW),
)
#: So many entries have room in the bar of a wide page, in either language; the pages of firms are narrower.
ROOM, FIRM_ROOM = 7, 6
#: A firm reads "Home" and goes straight to its own record; who only oversees has no work of the day.
_FIRM_LABELS = {"today:home": _("Home"), "directory:firm_list": _("Your firm")}
_OVERSEER_LABELS = {"today:home": _("Overview")}
_OVERSEERS = {Role.PROGRAMME_MANAGER, Role.EVALUATOR, Role.AUDITOR}


@dataclass(frozen=True)
class Navigation:
    """The entries in the bar, and those behind "More" for which it has no room."""

    main: list[Link]
    rest: list[Link]

    def __bool__(self) -> bool:
        return bool(self.main)

    @property
    def within(self) -> bool:
        """Whether the present place lies behind "More"."""
        return any(link.current for link in self.rest)


def navigation(request: HttpRequest) -> Navigation:
    """The entries this person may open, the present one marked. Places without an address are left out."""
    access: Any = getattr(request, "access", None)
    if access is None or not request.user.is_authenticated:
        return Navigation([], [])
    firm_only = access.roles == {Role.FIRM_MEMBER}
    labels = _FIRM_LABELS if firm_only or not access.roles else {}
    if access.roles and access.roles <= _OVERSEERS:
        labels = _OVERSEER_LABELS
    found = [
        (url, labels.get(place.name, place.label))
        for place in PLACES
        if access.can(place.action)
        and not (access.roles and access.roles <= place.not_for)
        and (url := _address(place, access, firm_only))
    ]
    here = max((url for url, _label in found if _covers(url, request.path)), key=len, default="")
    links = [Link(url, label, url == here) for url, label in found]
    most = FIRM_ROOM if firm_only else ROOM
    room = len(links) if len(links) <= most + 1 else most
    return Navigation(links[:room], links[room:])


def address(name: str, *args: str | int) -> str:
    """The address by this name; empty where there is none, and a page leaves the link out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _address(place: Place, access: Any, firm_only: bool) -> str:
    if firm_only and place.name == "directory:firm_list":
        return address("directory:firm", access.assignments[0].firm.ref)
    return address(place.name)


def _covers(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
