"""What the tests of this room stand on: a small family of policies, its people, versions on their way."""

from datetime import date, datetime

from banso.apps.accounts.models import User
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.policies import services
from banso.apps.policies.models import PolicyFamily, PolicyVersion
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
TODAY = NOW.date()
APRIL = date(2026, 4, 1)

HEAD = """
id = "small"
family = "elsewhere"
title_ja = "小さな方針"
title_en = "A small policy"
results = ["advice", "share", "paid"]

[[facts]]
name = "points"
kind = "number"
title_ja = "点数"
title_en = "points"
least = 0
most = 100

[[facts]]
name = "market"
kind = "text"
title_ja = "輸出先"
title_en = "market"

[[facts]]
name = "cost"
kind = "number"
title_ja = "費用"
title_en = "cost"
unit = "yen"
least = 0
whole = true

[[facts]]
name = "applied"
kind = "date"
title_ja = "申請日"
title_en = "day of application"

[[tables]]
name = "entry"
title_ja = "採否"
title_en = "Entry"
hit = "unique"
[[tables.outputs]]
name = "advice"
kind = "text"
values = ["adopt", "decline"]
title_ja = "採否"
title_en = "advice"

[[tables]]
name = "fee"
title_ja = "負担"
title_en = "Fee"
hit = "first"
[[tables.outputs]]
name = "share"
kind = "number"
title_ja = "負担割合"
title_en = "share"
least = 0
most = 1

[[amounts]]
name = "paid"
title_ja = "負担額"
title_en = "paid"
base = "cost"
share = "share"
"""
ENTRY = """points,advice,reason_ja,reason_en,source
>= 60,adopt,60点以上です。,60 points or more.,proposed
< 60,decline,60点未満です。,Less than 60 points.,proposed
null,-,点数が不明です。,The points are unknown.,proposed
"""
FEE = """market,applied,share,reason_ja,reason_en,source
US,>= 2026-04-01,0.25,米国です。,It is the US.,proposed
-,-,0.5,その他です。,All others.,proposed
"""


def files(**changed):
    """The files of a small policy; ``entry=`` and so on replaces one."""
    texts = {"policy.toml": HEAD, "entry.csv": ENTRY, "fee.csv": FEE}
    return texts | {
        ("policy.toml" if name == "head" else f"{name}.csv"): text for name, text in changed.items()
    }


#: The rows of the table of entry with another threshold.
def rows(threshold=70):
    return [
        {"points": f">= {threshold}", "advice": "adopt", "reason_ja": "届きます。", "reason_en": "Enough."},
        {
            "points": f"< {threshold}",
            "advice": "decline",
            "reason_ja": "不足です。",
            "reason_en": "Not enough.",
        },
        {"points": "null", "advice": "-", "reason_ja": "不明です。", "reason_en": "Unknown."},
    ]


def family(code="small"):
    found, _made = PolicyFamily.objects.get_or_create(
        code=code, defaults={"name_ja": "小", "name_en": "Small"}
    )
    return found


def manager(at=NOW, user=None):
    """A programme manager who is somebody new."""
    user = user or people.make("programme_manager")
    return Actor(user.pk, "programme_manager", at)


def administrator(at=NOW):
    return Actor(people.make("administrator").pk, "administrator", at)


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


def draft(code="first", *, by=None, at=NOW, **changed):
    return services.import_version(by or manager(at), family(), files(**changed), code=code)


def checked(code="first", *, by=None, at=NOW, **changed):
    by = by or manager(at)
    version = draft(code, by=by, **changed)
    return services.send_to_approval(by, version, version.edition)


def approved(code="first", *, by=None, at=NOW, approver=None, **changed):
    version = checked(code, by=by, at=at, **changed)
    return services.approve(approver or manager(at), version, version.edition)


def published(code="first", *, first=APRIL, last=None, at=NOW, **changed):
    version = approved(code, at=at, **changed)
    return services.publish(manager(at), version, in_force_from=first, last_day=last, edition=version.edition)


def stored(version):
    return PolicyVersion.objects.get(pk=version.pk)
