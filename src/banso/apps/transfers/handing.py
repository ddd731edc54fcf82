"""Open work goes from one owner to others in one step; history keeps who had it at the time.

A transfer:
1. holds the giver and the open work, and takes the preview that the page showed: if the work has changed
   since, nothing is moved;
2. asks for a receiver of every kind of work that there is, and of single rows where one is chosen for them;
3. refuses receivers who could not be given the work by hand: gone, absent, in conflict of interest;
4. moves every row, keeps the office that a case or firm was with (``Placement``, ``FormerFirm``), and writes
   into every chain;
5. leaves nothing with the giver, or fails; and writes one letter to every new owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.absences import away, be_on_leave, end_staff_absence
from banso.apps.accounts.models import User
from banso.apps.accounts.services import current
from banso.apps.base import Refused, hold
from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Office
from banso.apps.directory.selectors import why_not_free
from banso.apps.directory.services import keep_former
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, record, service
from banso.apps.new_exporters.models import Share
from banso.apps.notices.services import invite_instead
from banso.apps.transfers.letters import CAME_BACK, HANDED, owner_of, write_to
from banso.apps.transfers.models import Handed, Occasion, Placement, Transfer
from banso.apps.transfers.selectors import Lots, open_work
from banso.apps.transfers.work import EXPERT, KINDS, OFFICE, STAFF, Work, follow

Owner = User | Expert | Office
#: Who gets the rows of a kind, by its code; a single row by its code and key goes before.
Receivers = Mapping[str | tuple[str, int], Owner]
LONGEST_REASON = 400
_OWNERS: dict[type, str] = {User: STAFF, Expert: EXPERT, Office: OFFICE}
_WITH_PLACEMENT = ("case_office", "followed_office")


@dataclass(frozen=True)
class TransferData:
    """Why work goes to others. ``office`` is the giver's office; ``seen`` the token of the preview."""

    office: Office
    occasion: str
    reason: str
    seen: str
    receivers: Receivers = field(default_factory=dict)
    #: Of a leave: the first day on which the work is the owner's again.
    back_on: date | None = None
    #: Of the end of a contract: its last day.
    last_day: date | None = None


def owner_kind(owner: Owner) -> str:
    """Whether somebody is staff, an expert or an office."""
    return _OWNERS[type(owner)]


def owner_ref(owner: Owner) -> str:
    """How the journal refers to an owner."""
    return str(owner.pk) if isinstance(owner, User) else owner.code


def owner_subject(owner: Owner) -> Subject:
    """The chain of an owner."""
    kind = owner_kind(owner)
    return ("user" if kind == STAFF else kind, owner_ref(owner))


@service
def transfer_work(actor: Actor, giver: Owner, data: TransferData) -> Transfer:
    """Give all open work of a person, an expert or an office to others.

    The end of a contract ends it on ``data.last_day``; an office that is merged or closed is retired today.

    Raises:
        Refused: ``reason_missing``, ``back_on``, ``last_day``, ``wrong_occasion``, ``stale``,
            ``no_receiver``, ``same_owner``, ``wrong_receiver``, ``receiver_gone``, ``receiver_not_free``,
            ``no_account``, ``asked_before``, ``own_determination``.
    """
    kind = owner_kind(giver)
    _refuse_incomplete(actor, kind, data)
    lots = _held_work(giver, kind, actor.today)
    if lots.token != data.seen:
        text = _("The open work has changed since you looked at it. Please look at it again.")
        raise Refused("stale", text)
    transfer = Transfer.objects.create(
        giver_kind=kind,
        giver_ref=owner_ref(giver),
        office=data.office,
        occasion=data.occasion,
        reason=data.reason.strip(),
        done_at=actor.at,
        done_by_id=actor.user_id,
        back_on=data.back_on,
    )
    moves = [
        (lot.work, row, _receiver(data.receivers, lot.work, row, giver)) for lot in lots for row in lot.rows
    ]
    for work, row, receiver in moves:
        _refuse_receiver(actor.today, work, row, receiver)
    _hand(actor, transfer, giver, moves)
    _close(actor, transfer, giver, data)
    if open_work(giver, kind, actor.today):
        raise RuntimeError("a transfer left open work with the giver")
    payload = {
        "transfer": transfer.pk,
        "occasion": data.occasion,
        "rows": len(moves),
        "reason": digest(transfer.reason),
    }
    record(actor, "work.transferred", owner_subject(giver), payload, batch=_batch(transfer))
    for receiver in dict.fromkeys(receiver for _work, _row, receiver in moves):
        write_to(actor, HANDED, transfer, receiver, owner_subject(receiver))
    return transfer


def _held_work(giver: Owner, kind: str, day: date) -> Lots:
    """The open work as it is once nobody else can change it: the giver's row and every row of it are held."""
    hold(type(giver)._default_manager).get(pk=giver.pk)
    for lot in open_work(giver, kind, day):
        rows = hold(lot.work.model._default_manager)
        list(rows.filter(pk__in=[row.pk for row in lot.rows]).order_by("pk"))
    # Who was at work on one of them a moment ago is done now: read again.
    return open_work(giver, kind, day)


def _refuse_incomplete(actor: Actor, kind: str, data: TransferData) -> None:
    if not data.reason.strip():
        raise Refused("reason_missing", _("Say why the work goes to others."), "reason")
    allowed = {
        STAFF: {Occasion.MOVE, Occasion.LEAVE},
        EXPERT: {Occasion.MOVE, Occasion.LEAVE, Occasion.CONTRACT},
        OFFICE: {Occasion.OFFICE},
    }
    if data.occasion not in allowed[kind]:
        raise Refused("wrong_occasion", _("This does not happen to such an owner."), "occasion")
    leave = data.occasion == Occasion.LEAVE
    if leave != (data.back_on is not None) or (data.back_on and data.back_on <= actor.today):
        raise Refused("back_on", _("Give the day of return for a leave: a day after today."), "back_on")
    if (data.occasion == Occasion.CONTRACT) != (data.last_day is not None):
        raise Refused("last_day", _("Give the last day of the contract."), "last_day")


def _receiver(receivers: Receivers, work: Work, row: Any, giver: Owner) -> Owner:
    found = receivers.get((work.code, row.pk)) or receivers.get(work.code)
    if found is None:
        raise Refused("no_receiver", _("Say who gets: %(what)s.") % {"what": work.words}, work.code)
    if type(found) is not type(giver):
        raise Refused("wrong_receiver", _("Work goes to an owner of the same kind."), work.code)
    if found.pk == giver.pk:
        raise Refused("same_owner", _("The work is theirs already. Choose somebody else."), work.code)
    return found


def _refuse_receiver(day: date, work: Work, row: Any, receiver: Owner) -> None:
    if isinstance(receiver, User) and not current(day).filter(user=receiver).exists():
        raise Refused("receiver_gone", _("The receiver holds no role any more."), work.code)
    if isinstance(receiver, User) and receiver.pk in away(day):
        raise Refused("receiver_not_free", _("The receiver is absent today."), work.code)
    if isinstance(receiver, Office) and receiver.retired_on and receiver.retired_on <= day:
        raise Refused("receiver_gone", _("The receiving office is closed."), work.code)
    if isinstance(receiver, Expert) and (why := why_not_free(receiver, follow(row, work.firm), day)):
        said = {
            "contract": _("The receiver has no contract today."),
            "absent": _("The receiver is absent today."),
            "conflict": _("The receiver has a conflict of interest with %(firm)s: choose another for it."),
        }
        raise Refused("receiver_not_free", said[why] % {"firm": follow(row, work.firm)}, work.code)
    if work.held_by and work.end(receiver) is None:
        text = _("The receiver does not sign in: choose another for meetings.")
        raise Refused("no_account", text, work.code)
    if work.clash:
        same = {work.clash: follow(row, work.clash), work.column: receiver}
        if work.model._default_manager.filter(**same).exclude(pk=row.pk).exists():
            text = _("The receiver was asked about %(need)s before: choose another for it.")
            raise Refused("asked_before", text % {"need": follow(row, work.clash)}, work.code)
    if work.code == "second_look" and row.determination.decider_id == receiver.pk:
        text = _("Nobody looks again at an own determination: choose another for it.")
        raise Refused("own_determination", text, work.code)


def _batch(transfer: Transfer) -> str:
    return f"transfer-{transfer.pk}"


def _hand(actor: Actor, transfer: Transfer, giver: Owner, moves: list[tuple[Work, Any, Owner]]) -> None:
    """Move the rows, and tell of each in its chain: one event a subject."""
    told: dict[Subject, list[dict[str, Any]]] = defaultdict(list)
    together: dict[tuple[Work, Owner], list[int]] = defaultdict(list)
    handed = []
    for work, row, receiver in moves:
        together[work, receiver].append(row.pk)
        handed.append(
            Handed(transfer=transfer, kind=work.code, row=row.pk, before=giver.pk, after=receiver.pk)
        )
        if subject := work.subject_of(row):
            told[subject].append({"kind": work.code, "row": row.pk, "to": owner_ref(receiver)})
    Handed.objects.bulk_create(handed, batch_size=500)
    for (work, receiver), rows in together.items():
        _repoint(actor, work, rows, giver, receiver)
    for subject, items in told.items():
        said = {"from": owner_ref(giver), "rows": items, "transfer": transfer.pk}
        record(actor, "work.handed", subject, said, batch=_batch(transfer))


def _repoint(actor: Actor, work: Work, rows: list[int], giver: Owner, receiver: Owner) -> None:
    """Let rows of one kind lead to their new owner."""
    day, yesterday = actor.today, actor.today - timedelta(days=1)
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        if work.code in _WITH_PLACEMENT:
            begun = Case.objects.filter(pk__in=part, started_on__lte=yesterday).order_by("pk")
            Placement.objects.bulk_create(
                (
                    Placement(case_id=pk, office_id=giver.pk, until=yesterday)
                    for pk in begun.values_list("pk", flat=True)
                ),
                ignore_conflicts=True,
            )
        found = work.model._default_manager.filter(pk__in=part)
        if work.code == "firm":
            for firm in found.order_by("pk"):
                keep_former(firm, ["office_id"], day)
        if work.table == "notices.Participant":
            for participant in found.select_related("meeting").order_by("pk"):
                invite_instead(actor, participant, work.end(receiver))
            continue
        if work.code == "member":
            _change_office_of_staff(found, day, receiver)
            continue
        if work.clash:
            # Silence of the new receiver counts from today; what was taken on is not silent.
            found.filter(state="waiting").update(silent_from=day)
        if work.table.startswith("new_exporters."):
            registrations = found.values_list(
                "pk" if work.table.endswith(".Registration") else "registration_id", flat=True
            )
            Share.objects.bulk_create(
                (Share(registration_id=pk, office=receiver) for pk in sorted(set(registrations))),
                ignore_conflicts=True,
            )
        found.update(**{work.column: receiver})


def _change_office_of_staff(found: Any, day: date, receiver: Owner) -> None:
    """Roles end at the old office and begin at the new one: who was where when stays readable."""
    for assignment in found.order_by("pk"):
        if assignment.valid_from < day:
            type(assignment).objects.filter(pk=assignment.pk).update(valid_to=day - timedelta(days=1))
            assignment.pk, assignment.valid_from, assignment._state.adding = None, day, True
        assignment.office = receiver
        assignment.save()


def _close(actor: Actor, transfer: Transfer, giver: Owner, data: TransferData) -> None:
    """End what the occasion ends; of a leave of staff, note it."""
    if data.back_on is not None and isinstance(giver, User):
        transfer.absence = be_on_leave(actor, giver, data.back_on - timedelta(days=1))
        transfer.save(update_fields=["absence"])
    if data.occasion == Occasion.CONTRACT and isinstance(giver, Expert):
        giver.contract_to = data.last_day
        giver.save(update_fields=["contract_to"])
    if data.occasion == Occasion.OFFICE and isinstance(giver, Office):
        giver.retired_on = actor.today
        giver.save(update_fields=["retired_on"])


@service
def go_back(actor: Actor, transfer: Transfer) -> int:
    """Give the work back to whoever was on leave, as far as the stand-in still has it open; gives the number.

    Raises:
        Refused: ``not_a_leave``, ``went_back``.
    """
    if transfer.occasion != Occasion.LEAVE:
        raise Refused("not_a_leave", _("Only the work of a leave goes back."))
    claimed = Transfer.objects.filter(pk=transfer.pk, went_back_at__isnull=True).update(went_back_at=actor.at)
    if not claimed:
        raise Refused("went_back", _("This work went back already."))
    transfer.refresh_from_db()
    if transfer.absence is not None:
        end_staff_absence(actor, transfer.absence)
    giver = owner_of(transfer)
    stand_ins = type(giver)._default_manager.in_bulk(set(transfer.handed.values_list("after", flat=True)))
    told: dict[Subject, list[dict[str, Any]]] = defaultdict(list)
    for item in transfer.handed.order_by("pk"):
        work = KINDS[item.kind]
        row = work.of(stand_ins[item.after], actor.today).filter(pk=item.row).first()
        if row is None:
            continue
        if work.table == "notices.Participant":
            invite_instead(actor, row, work.end(giver))
        else:
            work.model._default_manager.filter(pk=row.pk).update(**{work.column: giver})
        subject = work.subject_of(row) or (
            "user" if transfer.giver_kind == STAFF else transfer.giver_kind, transfer.giver_ref
        )  # fmt: skip
        told[subject].append({"kind": work.code, "row": row.pk})
    for subject, items in told.items():
        said = {"to": transfer.giver_ref, "rows": items, "transfer": transfer.pk}
        record(actor, "work.went_back", subject, said, batch=_batch(transfer))
    if told:
        write_to(actor, CAME_BACK, transfer, giver, owner_subject(giver))
    return sum(len(items) for items in told.values())
