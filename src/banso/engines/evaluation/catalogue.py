"""The indicators of the survey: every printed or derived share, computed from answers or casework.

The codes are those of the questionnaire of supported firms (F7: exported through the support, and so on) and,
for casework, of the records that evidence makes of cases and determinations. Where several printed records
give the same share they have the same definition.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from banso.engines.evaluation.conditions import AtLeast, Condition, Everyone, chose
from banso.engines.evaluation.indicators import Group, Indicator, Source
from banso.engines.evaluation.published import published_figures
from banso.engines.kernel.bilingual import Text

EVERYONE = Everyone()
SUCCESS = chose("F7", "yes")
NO_SUCCESS = chose("F7", "no")
WITHOUT_SAMPLES = SUCCESS & chose("F7s", "no")
GOAL_SET = chose("F6", "qty", "amt", "both")
GOAL_MET = GOAL_SET & chose("F8", "met")
GOAL_NOT_MET = chose("F6", "none") | chose("F8", "not_met")
OWN_EFFORT = chose("F11", "yes")
PRIOR_EC = chose("F5", "dom", "cb", "both")
NO_PRIOR_EC = chose("F5", "none")
ACCEPTS = chose("F14", "yes")
LONG_SUPPORT = AtLeast("F2", 24)

#: Why there is no success yet (F13), in the order of the form.
CAUSES: tuple[tuple[str, Text], ...] = (
    ("org", Text("社内体制の不足", "Too few people inside")),
    ("appeal", Text("商品の魅力", "Appeal of the product")),
    ("price", Text("価格帯", "Price")),
    ("capacity", Text("生産能力", "Production capacity")),
    ("reg", Text("規制・認証", "Rules and certificates")),
    ("logi", Text("物流", "Logistics")),
    ("fund", Text("資金", "Funds")),
    ("buyer", Text("バイヤー不在", "No buyer")),
    ("otherx", Text("その他", "Other")),
)

ALL_ANSWERS = Text("回答者全員", "All firms that answered")
ALL_SUCCESSES = Text("輸出（EC取引）に成功した者", "Firms that succeeded")
ALL_WITH_EFFORT = Text("成功し、自社でも取り組んだ者", "Firms that succeeded and made own efforts")
ALL_ACCEPTING = Text("応分の負担を許容する者", "Firms that would bear a fair share")
ALL_LONG = Text("支援が24か月以上の者", "Firms with 24 months of support or more")

_WHETHER = Text("支援が輸出につながったかを見る。", "Shows whether the support led to exports.")
_GOAL = Text("目標が適切に立てられ、達成されたかを見る。", "Shows whether fitting goals were set, and met.")
_LASTING = Text(
    "最初の成功の後も輸出が伸びているかを見る。", "Shows whether exports grow after the first success."
)
_ALONE = Text(
    "支援の後に自力で次の輸出へ進んだかを見る。", "Shows whether firms go on to new exports by themselves."
)
_EFFORT = Text(
    "成功に自社の取組がどれだけ伴うかを見る。", "Shows how far success goes with the firm's own effort."
)
_SELECTION = Text(
    "支援を続けても根本の課題が残る案件がないかを見る。",
    "Shows whether support goes on while its root causes remain.",
)
_ADDED = Text(
    "支援がなくても成功したと思われる者に支援が向いていないかを見る。",
    "Shows whether support goes to firms that might have succeeded without it.",
)
_SCREENING = Text("審査が働いているかを見る。", "Shows whether screening sorts applications.")
_FEE = Text("受益者負担を導入できるかを見る。", "Shows whether a share of the cost could be charged.")

_ADOPTION_BASE = Text(
    "ハンズオン支援の申請のうち採否が決まったもの", "Applications for hands-on support that were determined"
)

_Row = tuple[Text, Text, Condition, Condition]

#: By what follows "x1-c-", "t1-" and so on: purpose, base in words, base, what is counted.
_DEFINED: dict[str, _Row] = {
    "success": (_WHETHER, ALL_ANSWERS, EVERYONE, SUCCESS),
    "fail": (_WHETHER, ALL_ANSWERS, EVERYONE, NO_SUCCESS),
    "met": (_GOAL, ALL_SUCCESSES, SUCCESS, GOAL_MET),
    "notmet": (_GOAL, ALL_SUCCESSES, SUCCESS, GOAL_NOT_MET),
    "trend": (_LASTING, ALL_SUCCESSES, SUCCESS, chose("F9", "flat", "down", "stopped")),
    "trend-up": (_LASTING, ALL_SUCCESSES, SUCCESS, chose("F9", "up")),
    "newfail": (_ALONE, ALL_SUCCESSES, SUCCESS, chose("F10", "failed")),
    "noplan": (_ALONE, ALL_SUCCESSES, SUCCESS, chose("F10", "noplan")),
    "newrest": (_ALONE, ALL_SUCCESSES, SUCCESS, chose("F10", "success", "notyet")),
    "own": (_EFFORT, ALL_SUCCESSES, SUCCESS, OWN_EFFORT),
    "none": (_EFFORT, ALL_SUCCESSES, SUCCESS, chose("F11", "no")),
    "pr": (_EFFORT, ALL_WITH_EFFORT, SUCCESS & OWN_EFFORT, chose("F12", "pr")),
    "hr": (_EFFORT, ALL_WITH_EFFORT, SUCCESS & OWN_EFFORT, chose("F12", "hr")),
    "accept": (_FEE, ALL_ANSWERS, EVERYONE, ACCEPTS),
    "refuse": (_FEE, ALL_ANSWERS, EVERYONE, chose("F14", "no")),
    "100k": (_FEE, ALL_ACCEPTING, ACCEPTS, chose("F15", "b10")),
    "200k": (_FEE, ALL_ACCEPTING, ACCEPTS, chose("F15", "b20")),
    "300k": (_FEE, ALL_ACCEPTING, ACCEPTS, chose("F15", "b20", "b30")),
    "c-over": (_FEE, ALL_ACCEPTING, ACCEPTS, chose("F15", "b30", "b50", "b100", "over")),
    "e-over": (_FEE, ALL_ACCEPTING, ACCEPTS, chose("F15", "b50", "b100", "over")),
    "years": (_SELECTION, ALL_LONG, LONG_SUPPORT, NO_SUCCESS),
    "prior": (
        _ADDED,
        Text("支援前に自社でEC取引に成功していた者", "Firms that had sold by EC before the support"),
        PRIOR_EC,
        SUCCESS,
    ),
    "adoption": (_SCREENING, _ADOPTION_BASE, chose("service", "hands_on"), chose("outcome", "adopted")),
}

#: In the order in which they are printed and shown.
_SURVEY_IDS = (
    *(f"t{table}-{row}" for table in (1, 2) for row in ("success", "met", "notmet", "fail")),
    *(
        f"x1-{programme}-{row}"
        for programme in "ce"
        for row in ("success", "notmet", "trend", "trend-up", "newfail", "noplan", "newrest")
    ),
    "x1-c-adoption",
    *("x2-c-own", "x2-c-pr", "x2-c-hr", "x2-c-none", "x2-e-own", "x2-e-hr", "x2-e-pr", "x2-e-none"),
    *("x2-e-prior", "x2-years"),
    *("x3-c-accept", "x3-c-100k", "x3-c-200k", "x3-c-over", "x3-c-refuse"),
    *("x3-e-accept", "x3-e-100k", "x3-e-300k", "x3-e-over", "x3-e-refuse"),
)


@cache
def survey_indicators() -> dict[str, Indicator]:
    """Return the indicators that stand against published records, and success without samples, by id."""
    found = [_survey_indicator(indicator_id) for indicator_id in _SURVEY_IDS]
    found += [_without_samples("c", "consortium"), _without_samples("e", "ec")]
    return {indicator.id: indicator for indicator in found}


@cache
def casework_indicators() -> dict[str, Indicator]:
    """Return the indicators that answer the survey's questions from cases, by id.

    `success` of a case is its first confirmed export since support began that is not a sample; `attained` and
    `trend` are absent where the records do not tell. Goals and own efforts are promised with an application:
    spot support has neither.
    """
    success = chose("success", "yes")
    cases = Text("支援案件", "Cases")
    screened = Text("輸出に成功した、申請による案件", "Cases with an export that came from an application")
    with_goal = Text("輸出に成功し、目標のある案件", "Cases with an export and a goal")
    followed = Text(
        "輸出に成功し、支援終了後のフォローアップができた案件", "Cases with an export, reached after support"
    )
    rows: dict[str, tuple[Text, _Row]] = {
        "success": (Text("輸出実績あり", "An export on record"), (_WHETHER, cases, EVERYONE, success)),
        "success-samples": (
            Text("輸出実績あり（サンプルを含む）", "An export on record, samples included"),
            (_WHETHER, cases, EVERYONE, chose("success_with_samples", "yes")),
        ),
        "met": (
            Text("目標を達成", "Goal met"),
            (_GOAL, with_goal, success & chose("goal", "set"), chose("attained", "yes")),
        ),
        "own": (
            Text("自社取組の実施記録あり", "Own effort on record as done"),
            (_EFFORT, screened, success & chose("applied", "yes"), chose("effort", "done")),
        ),
        "trend": (
            Text("支援後の輸出が横ばい・減少・停止", "Exports flat, down or stopped after support"),
            (
                _LASTING,
                followed,
                success & chose("followed", "yes"),
                chose("trend", "flat", "down", "stopped"),
            ),
        ),
    }
    programmes: tuple[tuple[str, Literal["consortium", "ec"]], ...] = (("c", "consortium"), ("e", "ec"))
    return {
        f"cw-{letter}-{key}": Indicator(f"cw-{letter}-{key}", programme, "cases", label, *row)
        for letter, programme in programmes
        for key, (label, row) in rows.items()
    }


def all_indicators() -> dict[str, Indicator]:
    """Return every indicator by id."""
    return survey_indicators() | casework_indicators()


def _survey_indicator(indicator_id: str) -> Indicator:
    published = published_figures()[indicator_id]
    rest = indicator_id.partition("-")[2]
    key = rest if rest in _DEFINED else rest.partition("-")[2]
    purpose, base_text, base, counts = _DEFINED[key]
    source: Source = "determinations" if key == "adoption" else "answers"
    comparison: tuple[Group, ...] = ()
    by: tuple[Group, ...] = ()
    if key == "prior":
        comparison = (
            Group("prior", Text("支援前にEC実績あり", "EC record before support"), PRIOR_EC, SUCCESS),
            Group("none", Text("支援前にEC実績なし", "No EC record before support"), NO_PRIOR_EC, SUCCESS),
        )
    if key == "years":
        unsolved = LONG_SUPPORT & NO_SUCCESS
        by = tuple(Group(code, label, unsolved, chose("F13", code)) for code, label in CAUSES)
    return Indicator(
        id=indicator_id,
        programme=published.programme,  # type: ignore[arg-type]
        source=source,
        label=Text(published.label_ja, published.label_en),
        purpose=purpose,
        base_text=base_text,
        base=base,
        counts=counts,
        published=published,
        comparison=comparison,
        by=by,
    )


def _without_samples(letter: str, programme: Literal["consortium", "ec"]) -> Indicator:
    return Indicator(
        id=f"x1-{letter}-success-nosample",
        programme=programme,
        source="answers",
        label=Text("サンプルのみを除く成功", "Success without samples only"),
        purpose=_WHETHER,
        base_text=ALL_ANSWERS,
        base=EVERYONE,
        counts=WITHOUT_SAMPLES,
    )
