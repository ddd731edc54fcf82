"""People for tests: a user who holds a role, tied to the row that the role needs."""

from datetime import date
from typing import Any

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role

SINCE = date(2021, 4, 1)


def example(role: str) -> User | None:
    """Somebody in the database who holds this role (in the portfolio: the first of them)."""
    held = RoleAssignment.objects.filter(role=role, valid_to__isnull=True, user__is_active=True)
    first = held.select_related("user").order_by("id").first()
    return first.user if first else None


def make(role: str, **ties: Any) -> User:
    """A new user with this role; ``ties`` (firm, office, partner_body, expert) are made if missing."""
    number = User.objects.count() + 1
    user = User(email=f"{role}-{number}@test.invalid", name=f"{Role(role).label} {number}")
    user.set_unusable_password()
    user.save()
    expert = ties.pop("expert", None)
    if role in (Role.OFFICE_STAFF, Role.OFFICE_MANAGER):
        ties.setdefault("office", _some_office())
    elif role == Role.PARTNER_MEMBER:
        ties.setdefault("partner_body", _some_partner_body())
    elif role == Role.FIRM_MEMBER:
        ties.setdefault("firm", make_firm())
    elif role == Role.MALL_OPERATOR:
        ties.setdefault("mall", _some_mall())
    elif role == Role.EXPERT:
        expert = expert or _new_expert(number)
        expert.user = user
        expert.save(update_fields=["user"])
    RoleAssignment.objects.create(user=user, role=role, valid_from=SINCE, **ties)
    return user


def inform(user: User) -> None:
    """Let a person have read the privacy notice in force."""
    from django.utils import timezone

    from banso.apps.journal.actor import ZONE
    from banso.apps.privacy.models import Consent
    from banso.apps.privacy.rules import notice_on

    now = timezone.now()
    notice = notice_on(now.astimezone(ZONE).date())
    given = {"text_digest": notice.digest, "way": "signed_in", "given_at": now}
    Consent.objects.get_or_create(user=user, notice=notice.code, defaults=given)


def _some_prefecture() -> Any:
    from banso.apps.directory.models import Prefecture, Region

    found = Prefecture.objects.order_by("id").first()
    if found:
        return found
    region = Region.objects.create(code="kanto", name_ja="関東", name_en="Kanto")
    return Prefecture.objects.create(code="13", name_ja="東京都", name_en="Tokyo", region=region)


def _some_office() -> Any:
    from banso.apps.directory.models import Office

    return Office.objects.order_by("id").first() or Office.objects.create(
        code="tokyo", name_ja="東京", name_en="Tokyo", prefecture=_some_prefecture()
    )


def _some_partner_body() -> Any:
    from banso.apps.directory.models import PartnerBody

    return PartnerBody.objects.order_by("id").first() or PartnerBody.objects.create(
        code="chamber", name_ja="試験商工会議所", name_en="Test Chamber", prefecture=_some_prefecture()
    )


def _some_mall() -> Any:
    from banso.apps.channels.models import Channel, Mall
    from banso.apps.directory.models import Market
    from banso.apps.programmes.models import Programme, Service

    found = Mall.objects.order_by("id").first()
    if found:
        return found
    names = {"name_ja": "試験モール", "name_en": "Test mall"}
    market, _new = Market.objects.get_or_create(code="US", defaults=names)
    channel = Channel.objects.filter(kind="mall").first()
    if channel is None:
        short = {"short_ja": "試験", "short_en": "Test", "begun_on": SINCE}
        programme = Programme.objects.create(code="test", **names, **short)
        service = Service.objects.create(code="test", programme=programme, **names)
        channel = Channel.objects.create(code="malls", kind="mall", service=service, **names)
    return Mall.objects.create(code="test", channel=channel, market=market, opened_on=SINCE, **names)


def _new_expert(number: int) -> Any:
    from banso.apps.directory.models import Expert

    return Expert.objects.create(
        code=f"E-{number:04d}", name=f"専門家{number}", name_kana=f"センモンカ{number}",
        office=_some_office(), monthly_hours=20, contract_from=SINCE,
    )  # fmt: skip


def make_firm(**values: Any) -> Any:
    """A firm (a sole trader, unless a corporate number is given) with everything it needs."""
    from datetime import UTC, datetime

    from banso.apps.directory.models import Firm, FirmKind, Industry

    number = Firm.objects.count() + 1
    industry = Industry.objects.order_by("id").first() or Industry.objects.create(
        code="food", name_ja="食品", name_en="Food"
    )
    kind = FirmKind.CORPORATION if values.get("corporate_number") else FirmKind.SOLE_TRADER
    defaults: dict[str, Any] = {
        "ref": f"T-{number:05d}", "kind": kind,
        "name": f"試験商店{number}", "name_kana": f"シケンショウテン{number}",
        "prefecture": _some_prefecture(), "office": _some_office(), "industry": industry,
        "export_experience": "none", "ec_record": "none", "registered_at": datetime(2024, 4, 1, tzinfo=UTC),
    }  # fmt: skip
    return Firm.objects.create(**defaults | values)
