"""What the tests of this room stand on: an office whose people have open work, and transfers of it."""

from datetime import date, timedelta

from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Office, Prefecture
from banso.apps.intake.models import Consultation, Need, Proposal, Subject
from banso.apps.notices.models import Task
from banso.apps.programmes.models import ServiceVersion
from banso.apps.transfers.handing import TransferData, owner_kind, transfer_work
from banso.apps.transfers.selectors import open_work
from support.people import make_firm

TODAY = date(2026, 3, 10)


def make_office(code):
    values = {"name_ja": code, "name_en": code, "prefecture": Prefecture.objects.order_by("pk").first()}
    return Office.objects.create(code=code, **values)


class Desk:
    """An office with a member of staff and an expert who have work, and others who could take it."""

    def __init__(self, person, clock):
        self.office, self.other = (make_office(code) for code in ("alpha", "beta"))
        self.staff = person("office_staff", office=self.office)
        self.stand_in = person("office_staff", office=self.office)
        self.expert, self.second = person("expert").expert, person("expert").expert
        Expert.objects.filter(pk__in=[self.expert.pk, self.second.pk]).update(office=self.office)
        self.firm = make_firm(office=self.office)
        self.asked = Consultation.objects.create(
            ref="Q-1", firm=self.firm, office=self.office, channel="phone", title="問", body="問う",
            asked_at=clock,
        )  # fmt: skip
        self.case, self.proposal = self.add_case("C-1"), Proposal.objects.create(
            need=self.need(), receiver="expert", expert=self.expert, sent_at=clock - timedelta(days=20),
            silent_from=TODAY - timedelta(days=20),
        )  # fmt: skip
        self.task = Task.objects.create(
            text="電話", office=self.office, assignee=self.staff, noted_at=clock, due_on=TODAY
        )

    def need(self):
        return Need.objects.create(
            consultation=self.asked, subject=Subject.objects.order_by("pk").first(), description="問",
            taken_out_at=self.asked.asked_at,
        )  # fmt: skip

    def add_case(self, ref, **values):
        version = ServiceVersion.objects.order_by("pk").first()
        return Case.objects.create(
            ref=ref, firm=self.firm, office=self.office, service=version.service, version=version,
            need=self.need(), expert=self.expert, staff=self.staff, started_on=date(2025, 4, 1),
            planned_end_on=date(2028, 3, 31), **values,
        )  # fmt: skip


def data(desk, giver, receiver, occasion="move", **values):
    lots = open_work(giver, owner_kind(giver), TODAY)
    defaults = {"receivers": {lot.work.code: receiver for lot in lots}, "seen": lots.token}
    return TransferData(desk.office, occasion, "異動のため", **(defaults | values))


def hand(chief, desk, giver, receiver, occasion="move", **values):
    return transfer_work(chief, giver, data(desk, giver, receiver, occasion, **values))


def counts(giver):
    return {lot.work.code: lot.count for lot in open_work(giver, owner_kind(giver), TODAY)}
