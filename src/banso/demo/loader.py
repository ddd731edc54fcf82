"""Loading the portfolio: plan it, write it, mark the database."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.catalogue import services as catalogue
from banso.apps.catalogue.models import Revision
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.inquiries.selectors import answer_hours
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import system
from banso.apps.journal.models import Event
from banso.apps.programmes.services import load_shipped_configuration
from banso.apps.search.services import rebuilt_at_the_end
from banso.apps.surveys.models import Answer, Wave
from banso.demo.answers import write_answers
from banso.demo.behalf import write_behalf
from banso.demo.buyers import SHARE as BUYERS
from banso.demo.buyers import write_buyers
from banso.demo.calibration import FULL_FROM, calibration
from banso.demo.casework import CaseRow, CaseWriter, write_spot
from banso.demo.causes import write_causes
from banso.demo.charge import answer_charge
from banso.demo.configuration import read_configuration
from banso.demo.demand import plan_demand
from banso.demo.desk import write_absences, write_desk
from banso.demo.documents import store_files, write_documents
from banso.demo.dues import write_dues
from banso.demo.ec_proofs import write_ec_proofs
from banso.demo.efforts import write_efforts
from banso.demo.fees import write_fees
from banso.demo.firms import draw_firms, write_firms
from banso.demo.follow_ups import write_follow_ups
from banso.demo.gates import Grounds, write_waiting_gates
from banso.demo.goals import write_goals
from banso.demo.imports import write_imports
from banso.demo.inquiries import write_inquiries
from banso.demo.intake import Intake
from banso.demo.malls import write_malls
from banso.demo.malls_campaigns import write_campaigns
from banso.demo.malls_entries import write_entries
from banso.demo.malls_people import write_operators
from banso.demo.malls_reports import write_closings, write_quiet_months
from banso.demo.matching import plan_week, write_availability
from banso.demo.meetings import write_meetings
from banso.demo.merged_office import write_merged_office
from banso.demo.models import Portfolio
from banso.demo.new_exporters import write_new_exporters
from banso.demo.notices import remind, write_notices
from banso.demo.office_reports import write_office_reports
from banso.demo.orders import write_orders
from banso.demo.outside import write_outside
from banso.demo.people import People, plan_people
from banso.demo.plan import Plan, at
from banso.demo.plans import write_plans
from banso.demo.policies import publish_reform
from banso.demo.privacy import write_privacy
from banso.demo.products import SHARE, write_products
from banso.demo.provider_wave import write_provider_wave
from banso.demo.providers import write_listings
from banso.demo.referrals import write_referrals
from banso.demo.results import tell_of_rates
from banso.demo.rounds import open_rounds
from banso.demo.sales import write_costs, write_sales
from banso.demo.samples import write_samples
from banso.demo.selection import Selection
from banso.demo.stages import ScreenedCases
from banso.demo.stock import write_stock
from banso.demo.store import write_store
from banso.demo.tables import write_tables
from banso.demo.transfers import write_transfers, write_twice
from banso.demo.waves import WAVE
from banso.demo.window import write_window
from banso.demo.writer import row_count, write
from banso.demo.years import write_years

FEWEST_FIRMS, MOST_FIRMS = 50, 100_000
#: The survey was asked in June 2025, and its follow-up needs some months more.
EARLIEST = date(2025, 10, 1)

#: Called with what is being done and, while writing, the rows written since and their total.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What a load did; ``already`` says that the same portfolio was there."""

    portfolio: Portfolio
    already: bool
    answers: int

    @property
    def sampled(self) -> bool:
        """Whether the portfolio is too small to carry the published counts."""
        return self.portfolio.firms < FULL_FROM


class LoadedOtherwise(Refused):
    """Another portfolio is in the database."""


def load_portfolio(
    *, firms: int, seed: int, as_of: date, products: int | None = None, progress: Progress | None = None
) -> Loaded:
    """Load the portfolio into an empty database, all or nothing. ``products``: how many; by default as many
    as become so many firms.

    Raises:
        Refused: a size or day out of range, or the database holds anything that is no demonstration
            (``LoadedOtherwise``: another portfolio).
    """
    tell = progress or (lambda _what, _rows, _total: None)
    _check_range(firms, as_of)
    with transaction.atomic():
        present = Portfolio.objects.order_by("id").first()
        if present is not None:
            if (present.firms, present.seed, present.as_of) == (firms, seed, as_of):
                return Loaded(present, True, _answers_kept())
            raise LoadedOtherwise(
                "loaded_otherwise",
                _("Another demonstration is loaded: %(portfolio)s. Drop it first, or load with --again.")
                % {"portfolio": present},
            )
        _refuse_others_data()
        load_shipped_configuration(system(at(date(2016, 3, 1), 9 * 60)))
        # Hundreds of thousands of small objects, none of them in a cycle: collecting only costs time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            tell(_("Planning"), 0, 0)
            open_rounds(as_of)
            plan = make_plan(firms=firms, seed=seed, as_of=as_of, products=products)
            write(plan, lambda rows: tell(_("Writing"), rows, row_count(plan)))
            store_files()
            catalogue.rebuild()
            catalogue.note_answers(answer_hours(at(as_of, 0)))
            publish_reform(as_of)
            with rebuilt_at_the_end():
                plan_week(seed, as_of)
                write_imports(seed, as_of)
                remind(seed=seed, as_of=as_of)
                write_absences(seed, as_of)
                write_transfers(seed, as_of)
                write_desk(seed, as_of)
                write_tables(as_of)
                write_office_reports(seed, as_of)
                write_provider_wave(seed, as_of)
        finally:
            if collecting:
                gc.enable()
        portfolio = Portfolio.objects.create(firms=firms, seed=seed, as_of=as_of, loaded_at=timezone.now())
        return Loaded(portfolio, False, _answers_kept())


def _answers_kept() -> int:
    """How many answers figures are made from: those of the closed wave."""
    return Answer.objects.filter(wave__code=WAVE).count()


def make_plan(*, firms: int, seed: int, as_of: date, products: int | None = None) -> Plan:
    """Everything that a load writes, from the configuration in the database and the seed."""
    facts = calibration()
    plan = Plan(read_configuration(), firms=firms, seed=seed, as_of=as_of)
    people = plan_people(plan)
    malls = write_malls(plan)
    rows = draw_firms(plan, people, facts)
    plan_demand(plan, rows, facts)
    answer_charge(plan, rows)
    write_firms(plan, rows)
    intake = Intake(plan, people)
    intake.write(rows)
    write_window(plan, people, rows, write_outside(plan, people))
    write_listings(plan, people)
    write_referrals(plan, people)
    write_new_exporters(plan, rows)
    selection = Selection(plan, people, intake.by_firm, malls)
    selection.write(rows)
    cases = _cases(plan, intake, selection, people, malls)
    write_goals(plan, cases)
    write_plans(plan, cases)
    write_documents(plan, cases)
    write_efforts(plan, cases)
    write_follow_ups(plan, cases, rows)
    tell_of_rates(plan, people.programme_manager)
    write_answers(plan, people, cases, facts)
    write_ec_proofs(plan, cases)
    write_availability(plan, people, rows)
    write_twice(plan, rows)
    write_privacy(plan, people, rows)
    write_notices(plan, people)
    write_years(plan, people)
    write_merged_office(plan, people, rows)
    write_behalf(plan, rows)
    write_fees(plan, people, rows, cases)
    write_products(plan, cases, products if products is not None else round(firms * SHARE))
    write_buyers(plan, people, round(firms * BUYERS))
    write_inquiries(plan, rows)
    write_meetings(plan)
    write_orders(plan, people)
    write_samples(plan)
    write_sales(plan, people, cases, malls)
    write_store(plan, people, cases)
    write_operators(plan, people.programme_manager)
    write_closings(plan, people.programme_manager)
    write_costs(plan, people.programme_manager)
    write_entries(plan, people.programme_manager)
    write_stock(plan, people.programme_manager)
    write_campaigns(plan, people.programme_manager, cases)
    write_quiet_months(plan)
    write_dues(plan, people.programme_manager)
    return plan


def _cases(
    plan: Plan, intake: Intake, selection: Selection, people: People, malls: dict[str, list[int]]
) -> list[CaseRow]:
    """All cases, written in the order in which they opened."""
    writer = CaseWriter(plan, plan.random("casework"), malls)
    grounds = Grounds()
    screened = ScreenedCases(writer, people, grounds)
    openings: list[tuple[datetime, int, Callable[[], CaseRow]]] = [
        *((seed.opened, 0, partial(write_spot, writer, seed)) for seed in intake.spot),
        *((seed.opened, 1, partial(screened.write, seed)) for seed in selection.adopted),
    ]
    cases = [write_case() for _at, _kind, write_case in sorted(openings, key=lambda opening: opening[:2])]
    write_causes(plan, cases)
    write_waiting_gates(plan, people, cases, grounds)
    return cases


def _check_range(firms: int, as_of: date) -> None:
    if not FEWEST_FIRMS <= firms <= MOST_FIRMS:
        raise Refused(
            "firms_range",
            _("The number of firms must be from %(least)s to %(most)s.")
            % {"least": f"{FEWEST_FIRMS:,}", "most": f"{MOST_FIRMS:,}"},
            "firms",
        )
    if not EARLIEST <= as_of <= date(EARLIEST.year + 10, 12, 31):
        raise Refused(
            "as_of_range",
            _("The day must be from %(first)s to %(last)s.")
            % {"first": EARLIEST.isoformat(), "last": date(EARLIEST.year + 10, 12, 31).isoformat()},
            "as_of",
        )


def _refuse_others_data() -> None:
    """Refuse a database in which anything but the shipped configuration stands."""
    for model in (User, Firm, Office, Expert, Consultation, Case, Wave):
        if model._default_manager.exists():
            raise Refused(
                "not_empty",
                _("This database holds data that are no demonstration (%(what)s). Nothing was loaded.")
                % {"what": model._meta.verbose_name},
            )
    # What ships wrote events too; rights and versions of people cannot be there without users.
    if Event.objects.exclude(subject_kind__in=("configuration", "policy", "form")).exists():
        raise Refused("not_empty", _("This database's journal is not empty. Nothing was loaded."))


_NEW_EACH_TIME: dict[type[models.Model], tuple[str, ...]] = {
    Portfolio: ("loaded_at",),
    Event: ("id",),
    Revision: ("token",),
}


def portfolio_digest() -> str:
    """A digest over every row of every table of Banso, to tell whether two loads made the same.

    Left out is what is new with every load: when it was, the keys that the database gives to events, and the
    state of the catalogue's entries.
    """
    total = hashlib.sha256()
    for model in sorted(_models(), key=lambda model: model._meta.label):
        left_out = _NEW_EACH_TIME.get(model, ())
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
        total.update(model._meta.label.encode())
        for row in model._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=5000):
            total.update(repr(row).encode())
    return total.hexdigest()


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("banso.")
        and model._meta.db_table in connection.introspection.table_names()
    ]
