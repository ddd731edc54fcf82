"""The tables of a snapshot. One row is one record of casework, with the dimensions it belongs to.

Every table repeats the codes of the dimensions its records belong to (office, region, service ...), so that a
figure by any of them needs no join. Values are codes, days and numbers: no name, no contact, no free text.
An absent value means that the records do not tell; it is never zero and never an empty text. ``office`` is
the one in charge on the day that the record belongs to, whoever has it now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["integer", "number", "text", "truth", "day", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind of value and meaning. ``dimension``: figures may be by it."""

    name: str
    kind: Kind
    meaning: str
    dimension: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is (``grain``), the record it leads back to (``record``) and its columns."""

    name: str
    grain: str
    record: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_KINDS: Mapping[str, Kind] = {
    "int": "integer",
    "num": "number",
    "text": "text",
    "bool": "truth",
    "day": "day",
    "texts": "texts",
}


def _columns(text: str) -> tuple[Column, ...]:
    """Columns written as lines ``name kind meaning``; a star after the kind marks a dimension."""
    found = []
    for line in text.strip().splitlines():
        name, kind, meaning = line.strip().split(" ", 2)
        found.append(Column(name, _KINDS[kind.rstrip("*")], meaning, kind.endswith("*")))
    return tuple(found)


#: Where a record belongs: the office in charge on its day, and what is known of the firm.
_WHERE = _columns("""
office text* office in charge on the day of the record
region text* region of that office
firm text reference of the firm
industry text* industry of the firm
size text* size class of the firm by employees
experience text* export experience of the firm when it registered
""")
_SERVICE = _columns("""
programme text* programme
service text* service
""")


def _table(name: str, grain: str, record: str, own: str, *shared: tuple[Column, ...]) -> Table:
    key, *rest = _columns(own)
    return Table(name, grain, record, (key, *(column for part in shared for column in part), *rest))


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "consultations",
            "a consultation",
            "consultation",
            """
            record int key of the consultation
            ref text reference of the consultation
            channel text* how it came
            asked_on day day it was asked
            needs int needs taken out of it
            first_sent_on day day the first proposal went out
            answered_on day day every need had its answer or was given up
            open bool whether something is still to be answered on the day of the snapshot
            waiting_days int days from asking to the first proposal, or to the snapshot while there is none
            """,
            _WHERE,
        ),
        _table(
            "needs",
            "a need taken out of a consultation",
            "need",
            """
            record int key of the need
            ref text reference of its consultation
            subject text* subject
            taken_out_on day day it was taken out
            status text* what became of it
            settled bool whether it has its answer
            helped bool whether somebody helped; absent while it is open
            abandoned bool whether it was given up
            proposals int proposals sent for it
            private bool whether a private provider was among them
            """,
            _WHERE,
        ),
        _table(
            "proposals",
            "a need put before an expert, office, provider, trading company or partner body",
            "proposal",
            """
            record int key of the proposal
            ref text reference of its consultation
            receiver text* kind of receiver
            expert text* code of the expert, where one was asked
            state text* state
            sent_on day day it was sent
            taken_on day day it was taken
            closed_on day day it was settled
            response_days int days from sending to the first word of the receiver
            """,
            _WHERE,
        ),
        _table(
            "applications",
            "an application handed in",
            "application",
            """
            record int key of the application
            ref text reference of the application
            round text* round
            handed_in_on day day it was handed in
            determined_on day day it was determined
            outcome text* outcome of the determination
            recommendation text* what the rules advised
            departed bool whether the decider departed from that advice; absent where it gave none
            score num weighted mean of the screening, 0 to 4
            score_band text* band of that mean: 0-1, 1-2, 2-3, 3-4
            goal_feasible bool whether most reviewers judged the goal feasible
            efforts_promised int own efforts promised with it
            success bool whether its case has an export on record; absent where no case began
            goal_met bool whether the first goal of its case is met
            still_exporting bool whether its case still exports at the latest follow-up that reached the firm
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "screenings",
            "the view of a reviewer on an application",
            "application",
            """
            record int key of the screening
            application int key of the application
            ref text reference of the application
            reviewer text* key of the reviewer
            screened_on day day of the view
            view text* view
            outcome text* outcome of the determination
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "cases",
            "a case of support",
            "case",
            """
            record int key of the case
            ref text reference of the case
            state text* state
            outcome text* outcome at the end of support
            stage text* code of the stage it is in
            applied bool whether it came from an application
            prior_record text* EC record of the firm by its own effort, before the support
            started_on day day support began
            planned_end_on day planned end
            ended_on day day support ended
            months int months of support, up to the snapshot while it goes on
            follow_on bool whether the support ended, and 24 months ago or more
            success bool whether there is a confirmed export that is no sample
            success_with_samples bool the same with samples
            first_export_on day day of the first of them that is no sample
            months_to_export int months from the start to that day
            months_watched int months from the start to the snapshot
            yen_exported int confirmed exports in yen, samples left out; absent where one has no known amount
            exports int confirmed exports that are no sample
            samples int confirmed samples
            quarters int of the last four quarters, those with a confirmed export that is no sample
            repeated bool whether a second export came after the first
            sample_first bool whether a sample went out before the first export
            goal_set bool whether a goal was agreed
            goal_feasible text* verdict on the first goal when it was agreed
            goal_versions int goals agreed one after the other
            goal_due_on day day the latest goal is due
            goal_met bool whether the first goal agreed is met
            latest_goal_met bool whether the latest goal agreed is met
            efforts_promised int own efforts promised
            efforts_done int own efforts on record as done
            causes_open int root causes that stand
            main_cause text* kind of the root cause that has stood longest
            followed_months int months after the end of the latest follow-up that reached the firm
            trend text* exports since, at that follow-up
            new_exports text* new market or product, at that follow-up
            exporting_24 bool whether the firm exported at its follow-up after 24 months
            score_band text* band of the screening's mean
            without_support int how likely without the support, in 7 steps: lower median of the words of firms
            hours num hours logged
            charged_yen int fees invoiced
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "stages",
            "a stage of a case",
            "case",
            """
            record int key of the stage
            case int key of the case
            ref text reference of the case
            stage text* code of the stage
            started_on day day it began
            planned_to day planned end
            ended_on day day it ended
            overdue_days int days that its gate is late on the day of the snapshot; absent where it is not
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "gates",
            "a decision at a gate",
            "case",
            """
            record int key of the review
            case int key of the case
            ref text reference of the case
            stage text* code of the stage
            result text* decision
            state text* whether it is in force, waits or was withdrawn
            decided_on day day of the decision
            in_force_on day day it came into force
            late_days int days between planned end of the stage and decision; negative when early
            ground text* ground
            months int months it gives or takes
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "efforts",
            "an own effort that a firm promised",
            "case",
            """
            record int key of the effort
            case int key of the case; absent where none began
            ref text reference of the case
            kind text* kind
            promised_by day day by which it was promised
            done_on day day it was done
            due bool whether the promised day is past
            success bool whether the case has an export on record
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "causes",
            "a root cause that stands in the way of a case",
            "case",
            """
            record int key of the cause
            case int key of the case
            ref text reference of the case
            kind text* kind
            since day day since when
            solved_on day day it was solved
            months_open int months until it was solved, or to the snapshot
            case_months int months of support of the case
            success bool whether the case has an export on record
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "results",
            "an export on record, duplicates left out",
            "case",
            """
            record int key of the export
            case int key of the case
            ref text reference of the case
            exported_on day day of the export
            market text* market
            channel text* channel of sale
            mall text* mall
            source text* where it was told
            proof text* grade of proof
            sample bool whether it is a sample
            confirmed bool whether it is confirmed; absent while it is open
            yen int amount in yen; absent where it is not known
            order int 1 for the first confirmed export of the case that is no sample, 2 for the next
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "follow_ups",
            "a look back at a firm after the end of support",
            "case",
            """
            record int key of the follow-up
            case int key of the case
            ref text reference of the case
            months text* months after the end
            due_on day day it was due
            done_on day day it was done
            due bool whether that day is past
            done bool whether it was done
            reached bool whether the firm was reached; absent while it is not done
            late_days int days between due and done, or the snapshot
            trend text* exports since
            new_exports text* new market or product
            exporting bool whether the firm exports; absent where nobody could tell
            success bool whether the case has an export on record
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "activities",
            "work of an expert or of staff on a case",
            "case",
            """
            record int key of the activity
            case int key of the case
            ref text reference of the case
            kind text* kind
            worker text* expert or staff
            expert text* code of the expert
            done_on day day
            hours num hours
            travel_yen int travel in yen; absent where nobody said
            """,
            _WHERE,
            _SERVICE,
        ),
        Table(
            "expert_months",
            "an expert in a month of the contract",
            "expert",
            _columns("""
            record int key of the expert
            ref text code of the expert
            office text* office of the expert
            region text* region of that office
            expert text* code of the expert
            month day first day of the month
            hours_available num hours of the contract, days of absence taken off
            hours_worked num hours logged
            cases int cases worked on
            """),
        ),
        _table(
            "quotes",
            "a quote of the latest revision",
            "quote",
            """
            record int key of the quote
            ref text reference of the quote
            made_on day day it was made
            state text* state
            priced_yen int price before discounts and tax
            total_yen int price with tax
            waived_yen int discounts given
            accepted bool whether it was accepted; absent while it is open
            invoiced_yen int invoiced with tax, credit notes taken off
            paid_yen int paid
            """,
            _WHERE,
            _SERVICE,
        ),
        _table(
            "referrals",
            "a firm sent on to a private provider",
            "consultation",
            """
            record int key of the referral
            ref text reference of the consultation
            referred_on day day
            by_firm bool whether the firm chose it itself
            contact_made bool whether they met, by the latest word of either side
            contract text* whether a contract came of it
            closed bool whether it is closed
            """,
            _WHERE,
        ),
        _table(
            "listings",
            "a product offered to a mall, the store or Japan Street",
            "listing",
            """
            record int key of the listing
            ref text reference of the listing
            case int key of the case
            channel text* channel
            mall text* mall
            state text* state
            offered_on day day it was offered
            picked bool whether it was picked; absent while nobody answered
            declined_for text* reason why not
            listed_on day day it went on sale
            ended_on day day it went off sale
            first_sold_on day day of its first sale that is no sample
            sold bool whether it sold
            repeated bool whether it sold in a second month
            yen int sales in yen, returns taken off; absent where one has no known amount
            """,
            _WHERE,
        ),
        _table(
            "samples",
            "a sample that a buyer asked for",
            "inquiry",
            """
            record int key of the sample
            ref text reference of the inquiry
            asked_on day day it was asked for
            sent_on day day it was sent
            state text* state
            ordered bool whether an order that is no sample followed
            reordered bool whether a second order followed
            """,
            _WHERE,
        ),
        _table(
            "answers",
            "an answer to the questionnaire of supported firms",
            "answer",
            """
            record int key of the answer
            ref text reference of the firm
            wave text* wave
            cohort int fiscal year in which support began
            asked_on day day the wave was asked
            weight num weight
            """
            + "\n".join(
                f"{code} {kind} answer to {code}"
                for code, kind in (
                    ("F2", "num"),
                    ("F5", "text*"),
                    ("F6", "text*"),
                    ("F7", "text*"),
                    ("F7s", "text*"),
                    ("F8", "text*"),
                    ("F9", "text*"),
                    ("F10", "text*"),
                    ("F11", "text*"),
                    ("F12", "texts"),
                    ("F13", "texts"),
                    ("F14", "text*"),
                    ("F15", "text*"),
                    ("F16", "text*"),
                )
            ),
            _WHERE,
            _SERVICE[:1],
        ),
    )
}


def schema_digest() -> str:
    """What tells one edition of the tables from another: a hash over names and kinds of all columns."""
    lines = [
        f"{table.name}.{column.name}:{column.kind}" for table in TABLES.values() for column in table.columns
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
