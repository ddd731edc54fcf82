"""Tables of the wave: some saved, most of them published together, one waiting for a second person."""

from __future__ import annotations

from datetime import date, timedelta

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import Actor
from banso.apps.surveys import table_services as services
from banso.apps.surveys.answer_tables.choice import Choice
from banso.apps.surveys.models import SavedTable, Wave
from banso.demo.answers import WAVE
from banso.demo.people import example_email
from banso.demo.plan import at, working

#: Name, rows, columns and filter of each saved table.
_TABLES: tuple[tuple[str, str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("輸出の成否（事業別）", "F7", "~programme", ()),
    ("成功後の輸出額（事業別）", "F9", "~programme", ()),
    ("輸出の成否（地域別）", "F7", "~region", ()),
    ("応分の負担（規模別）", "F14", "~size", ()),
    ("自社の取組の内容（事業別）", "F12", "~programme", ()),
    ("まだ輸出できていない理由（越境EC）", "F13", "", (("~programme", ("ec",)),)),
)
_PUBLISHED = 5


def write_tables(as_of: date) -> None:
    """Save the tables; the evaluator prepares releases, the programme manager publishes the first."""
    wave = Wave.objects.get(code=WAVE)
    evaluator = User.objects.get(email=example_email(Role.EVALUATOR))
    manager = User.objects.get(email=example_email(Role.PROGRAMME_MANAGER))
    day = working(as_of - timedelta(days=15))

    def prepares(minute: int) -> Actor:
        return Actor(evaluator.pk, Role.EVALUATOR.value, at(day, minute))

    saved: list[SavedTable] = []
    for number, (name, rows, columns, filters) in enumerate(_TABLES):
        choice = Choice((WAVE,), rows, columns, filters)
        saved.append(services.save_table(prepares(10 * 60 + 5 * number), name, choice, [wave]))
    given = ("支援先アンケート集計表（合成データ）", "Survey of supported firms (synthetic data)")
    first = services.prepare_release(prepares(11 * 60), services.ReleaseData(*given, saved[:_PUBLISHED]))
    services.carry_out(prepares(11 * 60 + 1), first.pk)
    publishes = Actor(manager.pk, Role.PROGRAMME_MANAGER.value, at(day, 15 * 60))
    services.publish_release(publishes, first)
    given = ("未成功の理由（合成データ）", "Why there is no success yet (synthetic data)")
    second = services.prepare_release(prepares(16 * 60), services.ReleaseData(*given, saved[_PUBLISHED:]))
    services.carry_out(prepares(16 * 60 + 1), second.pk)
