"""The questionnaire to private providers: asked weeks ago by mail with a code, answered by most, closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import PrivateProvider
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import NewChains, canonical, digest
from banso.apps.providers.selectors import listed
from banso.apps.surveys.forms_kept import form_of, shipped_edition
from banso.apps.surveys.frames import ALL
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.inviting import new_code
from banso.apps.surveys.models import (
    Answer,
    AnswerWay,
    Asked,
    Asking,
    AskingWay,
    Drawing,
    FrameUnit,
    Wave,
    WaveState,
)
from banso.demo.people import example_email
from banso.demo.plan import at, in_office, working
from banso.engines.kernel.lots import commitment
from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import PRIVATE_PROVIDER, Form

#: Opened so many days before the portfolio's day; takes answers for so many days.
_AGO, _DAYS = 63, 28
_ANSWERS = 0.72
_SERVICES = ("research", "strategy", "sales", "compliance", "logistics", "ecops", "ads", "translation")
_PRICES = ("monthly", "success", "project", "firstfree")
_REACH = ("branch", "bank", "chamber", "localgov", "online", "fair")
_NOT_REACHED = "担当者が少なく、訪問に時間をかけられない。"
_DIFFERENCES = (
    "商談の成立まで担当者を替えずに支援する。",
    "通関や決済など、実務の代行まで引き受ける。",
    "夜間や休日も相談を受ける。",
)
_WHY = {
    "for": (
        "無料の支援があると、料金を払う理由を説明しにくい。",
        "応分の負担があるほうが、事業者の本気度が上がる。",
    ),
    "conditional": ("初回の相談は無料のまま残すのがよい。", "規模の小さい事業者への減額があれば賛成する。"),
    "against": ("輸出を試す事業者が減るおそれがある。",),
}


def write_provider_wave(seed: int, as_of: date) -> None:
    """Write the wave, its invitations and its answers."""
    chance = Random(f"{seed}/provider wave")
    day = working(as_of - timedelta(days=_AGO))
    providers = list(PrivateProvider.objects.filter(pk__in=listed(day).values("provider")).order_by("code"))
    if not providers:
        return
    chains = NewChains()
    wave, form = _wave(chance, chains, day, len(providers))
    sent = at(day, 10 * 60)
    units = FrameUnit.objects.bulk_create(
        FrameUnit(
            wave=wave, provider=one, stratum=ALL, facts={"provider": one.code}, drawn=True, probability=1,
            code=new_code(chance.choice), sent_at=sent,
        )
        for one in providers
    )  # fmt: skip
    Asking.objects.bulk_create(
        Asking(unit=unit, number=0, way=AskingWay.MAIL, sent_at=sent, sent_by_id=wave.planned_by_id)
        for unit in units
    )
    answers = []
    for unit, provider in zip(units, providers, strict=True):
        subject = subject_of(wave.code, wave.asked, provider.code)
        asked = {"number": 0, "way": "mail"}
        chains.add(Actor(wave.planned_by_id, Role.PROGRAMME_MANAGER, sent), "answer.asked", subject, asked)
        if chance.random() < _ANSWERS:
            moment = in_office(chance, working(day + timedelta(days=1 + int(chance.random() ** 2 * 18))))
            answers.append(_answered(chance, chains, form, unit, provider.code, moment))
    Answer.objects.bulk_create(answers)
    FrameUnit.objects.bulk_update(units, ["opened_at", "started_at", "answered_at"])
    told = {"asked": len(units), "answered": len(answers)}
    manager = Actor(wave.planned_by_id, Role.PROGRAMME_MANAGER, at(day + timedelta(days=_DAYS), 18 * 60))
    chains.add(manager, "wave.closed", ("wave", wave.code), told)
    Event.objects.bulk_create(chains.events())


def _wave(chance: Random, chains: NewChains, day: date, framed: int) -> tuple[Wave, Form]:
    """The wave as it closed, with the events up to its opening."""
    manager = User.objects.get(email=example_email(Role.PROGRAMME_MANAGER)).pk
    planned, opened = at(working(day - timedelta(days=7)), 600), at(day, 9 * 60)
    seed = f"{chance.getrandbits(256):064x}"
    wave = Wave.objects.create(
        code=f"providers-{day.year}",
        name_ja=f"民間支援事業者アンケート {day.year}（合成データ）",
        name_en=f"Private providers {day.year} (synthetic data)",
        edition=shipped_edition(PRIVATE_PROVIDER, planned),
        asked=Asked.PROVIDERS,
        drawing=Drawing.CENSUS,
        state=WaveState.CLOSED,
        asked_on=day,
        closes_on=day + timedelta(days=_DAYS),
        drawn_at=planned,
        opened_at=opened,
        closed_at=at(day + timedelta(days=_DAYS), 18 * 60),
        planned_by_id=manager,
        seed=seed,
    )
    form = form_of(wave.edition)
    frame: dict[str, Any] = {"form": form.name, "form_version": form.version, "asked": wave.asked}
    frame |= {"frame": {}, "strata": [], "commitment": commitment(seed)}
    drawn = {"drawing": wave.drawing, "seed": seed, "strata": {ALL: framed}}
    told = {"form": form.name, "form_version": form.version, "form_digest": form.digest, "asked": framed}
    for moment, action, payload in (
        (planned, "wave.planned", frame),
        (planned, "wave.framed", {"units": framed, "left_out": 0}),
        (planned, "wave.drawn", drawn),
        (opened, "wave.opened", {**told, "synthetic": True}),
    ):
        chains.add(Actor(manager, Role.PROGRAMME_MANAGER, moment), action, ("wave", wave.code), payload)
    return wave, form


def _answered(
    chance: Random, chains: NewChains, form: Form, unit: FrameUnit, code: str, moment: datetime
) -> Answer:
    """One answer, as the form takes it. Raises ValueError if it does not."""
    raw = {"provider_ref": code, **_says(chance)}
    cleaned = clean(form, raw)
    if cleaned.notes:
        raise ValueError(f"{code}: {cleaned.notes}")
    values = {key: list(one) if isinstance(one, tuple) else one for key, one in cleaned.values.items()}
    opened = moment - timedelta(minutes=12)
    unit.opened_at, unit.started_at, unit.answered_at = opened, opened + timedelta(minutes=1), moment
    subject = subject_of(unit.wave.code, unit.wave.asked, code)
    stored = {
        "form_version": form.version,
        "values": digest(canonical(values)),
        "linked": False,
        "way": "link",
    }
    chains.add(Actor(None, NO_ROLE, opened), "answer.opened", subject, {})
    chains.add(Actor(None, NO_ROLE, moment), "answer.stored", subject, stored)
    return Answer(
        wave=unit.wave, unit=unit, way=AnswerWay.LINK, firm_ref=code, stratum=ALL, raw=raw, values=values,
        stored_at=moment,
    )  # fmt: skip


def _says(chance: Random) -> dict[str, str]:
    """What a provider answers, by question, as a file would hold it."""
    field = chance.choice(("consult", "consult", "ec", "both"))
    low = chance.randint(3, 40)
    reach = ["none"] if chance.random() < 0.2 else _some(chance, _REACH, 3)
    overlap = chance.choices(("same", "part", "little"), (20, 50, 30))[0]
    charge = chance.choices(("for", "conditional", "against"), (45, 42, 13))[0]
    return {
        "P1": field,
        "P2": " ".join(_some(chance, _SERVICES, 4)),
        "P3": " ".join(_some(chance, _PRICES, 2)),
        "P4a": str(low),
        "P4b": str(low + chance.randint(5, 80)),
        "P5": str(chance.randint(1, 24)),
        "P6": chance.choices(("le10", "le50", "le100", "gt100"), (40, 38, 14, 8))[0],
        "P7": str(chance.randrange(10, 91, 5)),
        "P8": " ".join(reach),
        "P8r": _NOT_REACHED if reach == ["none"] else "",
        "P9": overlap,
        "P10": "" if overlap == "little" else chance.choice(_DIFFERENCES),
        "P11": chance.choices(("often", "some", "never", "unknown"), (18, 42, 22, 18))[0],
        "P12": chance.choices(("mutual", "receive", "send", "none"), (15, 12, 18, 55))[0],
        "P13": charge,
        "P13r": chance.choice(_WHY[charge]),
    }


def _some(chance: Random, of: tuple[str, ...], most: int) -> list[str]:
    return sorted(chance.sample(of, chance.randint(1, most)), key=of.index)
