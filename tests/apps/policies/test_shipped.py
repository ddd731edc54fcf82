"""The policy versions that ship: whole, with reasons and sources, and what they say of described firms."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import banso
from banso.engines.evaluation.published import published_figures
from banso.engines.kernel.faults import errors_among
from banso.engines.policy.checks import Box, boxes_of, check
from banso.engines.policy.compiled import Compiled, compile_policy
from banso.engines.policy.expressions import Constant, Value
from banso.engines.policy.folder import read_files, read_folder, write_files
from banso.engines.policy.model import Aggregation, Decision, Policy, Table

SHIPPED = Path(banso.__file__).parent / "apps" / "policies" / "shipped"
VERSIONS = ("as_surveyed", "reformed", "potential_priority", "fair_share")
ANSWERS = {
    "screening_advice",
    "place_points",
    "continuation_advice",
    "months",
    "remedy_days",
    "firm_share",
    "referral",
}
#: What a version that sets fees answers besides.
FEES = {
    "cap_time_yen",
    "cap_year_yen",
    "cap_life_yen",
    "free_times",
    "free_hours",
    "discount_yen",
    "success_share",
    "success_cap_yen",
    "success_months",
}
SETS_FEES = {"reformed", "fair_share"}
#: Where a figure or rule of the survey's sheet stands: its section, or the code of a printed figure.
SECTION = re.compile(r"[①③④][123]?")
every_version = pytest.mark.parametrize("version", VERSIONS)

#: A tea maker of 12 people that has never exported, with everything the entry asks for.
TEA_MAKER: dict[str, Value] = {
    "service": "hands_on",
    "region": "chubu",
    "industry": "food_agri_fishery_processed",
    "employees": 12,
    "export_record": "none",
    "ec_record": "none",
    "ec_sale_before": False,
    "region_places_pct": Decimal("95.0"),
    "group_places_pct": Decimal("110.0"),
    "goal_market": "US",
    "has_goal": True,
    "goal_has_baseline": True,
    "goal_due_months": 30,
    "goal_judged_feasible": True,
    "efforts_promised": 3,
    "plan_past_end": True,
    "questionnaires_owed": 0,
    "open_cases_same_service": 0,
    "past_support_months": 0,
}
#: The same firm in its second year, on its way to the first orders.
TEA_MAKER_IN_YEAR_TWO = TEA_MAKER | {
    "stage": "first_order",
    "support_months": 14,
    "goal_pct": Decimal("61.6"),
    "first_export": True,
    "effort_pct": Decimal(75),
    "stage_late_months": 0,
    "gates_passed": 2,
    "extended_months": 0,
}
#: A workshop of 4 people in a region and a product group that EC places have hardly reached.
WORKSHOP = TEA_MAKER | {
    "service": "mall",
    "industry": "daily_goods_craft",
    "employees": 4,
    "goal_market": "FR",
    "region_places_pct": Decimal("42.0"),
    "group_places_pct": Decimal("70.0"),
}
#: A trading firm of 150 people that sells by cross-border EC and has been supported for years.
EC_SELLER = TEA_MAKER | {
    "service": "mall",
    "industry": "wholesale_retail",
    "employees": 150,
    "export_record": "continuous",
    "ec_record": "both",
    "past_support_months": 30,
}
#: A software house of 3 people with little of its own, outside the priority sectors.
SOFTWARE_HOUSE = TEA_MAKER | {
    "industry": "ict_services",
    "employees": 3,
    "goal_market": "BR",
    "goal_due_months": 40,
    "efforts_promised": 1,
}


@cache
def policy(version: str) -> Policy:
    reading = read_folder(SHIPPED / version)
    assert reading.policy is not None, reading.faults
    return reading.policy


@cache
def compiled(version: str) -> Compiled:
    return compile_policy(policy(version))


def decide(version: str, facts: dict[str, Value], **changed: Value) -> Decision:
    return compiled(version).decide(facts | changed)


def reason_in(decision: Decision, table: str) -> str:
    return " ".join(reason.text.en for reason in decision.reasons if reason.table == table)


# The files


@every_version
def test_a_shipped_version_has_no_fault(version):
    assert errors_among(read_folder(SHIPPED / version).faults) == ()
    assert errors_among(check(policy(version))) == ()


@every_version
def test_a_shipped_version_is_written_the_one_way(version):
    stored = {path.name: path.read_text(encoding="utf-8") for path in (SHIPPED / version).iterdir()}
    assert write_files(policy(version)) == stored


@every_version
def test_a_shipped_version_answers_everything_that_is_asked(version):
    assert set(policy(version).results) == ANSWERS | (FEES if version in SETS_FEES else set())
    assert [amount.name for amount in policy(version).amounts] == ["firm_pays_yen"]


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_all_shipped_versions_know_the_same_facts(version):
    assert policy(version).facts == policy(VERSIONS[0]).facts


@every_version
def test_every_row_gives_its_reason_in_both_languages_and_its_source(version):
    for table in policy(version).tables:
        assert table.note.ja and table.note.en
        for row in table.rows:
            assert re.search(r"[ぁ-ん]", row.reason.ja) and row.reason.ja.endswith("。"), row
            assert not re.search(r"[ぁ-んァ-ヶ一-龠]", row.reason.en) and row.reason.en.endswith("."), row
            assert row.source, row


@every_version
def test_every_source_is_a_proposal_or_stands_in_the_survey(version):
    figures = set(published_figures())
    for table in policy(version).tables:
        for row in table.rows:
            for part in row.source.split("; "):
                code = part.split()[0]
                calculation = table.name == "cost" and re.fullmatch(r"\d+ h x 12000", part)
                known = part == "proposed" or SECTION.fullmatch(part) or code in figures
                assert known or calculation, (table.name, row.source)


def test_every_row_of_the_reform_that_judges_a_firm_points_to_a_direction_of_the_survey():
    judging = {"entry", "place_points", "screening", "continuation", "months_limit", "share", "referral"}
    # Spot support stays as it is, and what is not known yet has no direction.
    unchanged = {"①", "proposed"}
    for table in policy("reformed").tables:
        if table.name in judging:
            assert any("④" in row.source for row in table.rows)
            assert all("④" in row.source or row.source in unchanged for row in table.rows), table.name


@every_version
def test_every_code_in_a_cell_has_a_name_in_both_languages(version):
    found = policy(version)
    codes = {value for fact in found.facts for value in fact.domain.values or ()}
    codes |= {value for t in found.tables for output in t.outputs for value in output.domain.values or ()}
    assert codes <= set(found.words)
    assert all(word.ja and word.en for word in found.words.values())


@every_version
def test_every_market_in_a_cell_is_one_that_firms_can_name(version):
    shipped = SHIPPED.parent.parent / "programmes" / "shipped"
    markets = {line.split(",")[0] for line in (shipped / "markets.csv").read_text("utf-8").splitlines()}
    named = {code for code in policy(version).words if code.isupper()}
    assert named <= markets


@every_version
def test_points_and_shares_add_up_to_no_more_than_the_whole(version):
    for table in policy(version).tables:
        if table.aggregation is Aggregation.SUM:
            assert largest_sum(table) == table.outputs[0].domain.most, table.name


def largest_sum(table: Table) -> Decimal:
    """The largest sum of rows that can match together: of rows whose boxes have a common part."""
    boxes = boxes_of(table)
    values = [Decimal(row.results[0].value) for row in table.rows if isinstance(row.results[0], Constant)]
    assert boxes is not None and len(values) == len(boxes)

    def best(place: int, common: Box | None) -> Decimal:
        if place == len(boxes):
            return Decimal(0)
        without = best(place + 1, common)
        met = (
            boxes[place]
            if common is None
            else tuple(a & b for a, b in zip(common, boxes[place], strict=True))
        )
        if any(side.empty for side in met):
            return without
        return max(without, values[place] + best(place + 1, met))

    return best(0, None)


# As surveyed


@pytest.mark.parametrize("firm", [TEA_MAKER, WORKSHOP, EC_SELLER, SOFTWARE_HOUSE])
def test_as_surveyed_adopts_nearly_everybody_free_of_charge(firm):
    outputs = decide("as_surveyed", firm, efforts_promised=0, has_goal=False).outputs
    assert outputs["screening_advice"] == "adopt"
    assert outputs["firm_share"] == outputs["firm_pays_yen"] == 0
    assert outputs["referral"] == "none"


def test_as_surveyed_goes_on_whatever_came_of_the_first_two_years():
    outputs = decide(
        "as_surveyed", TEA_MAKER_IN_YEAR_TWO, support_months=30, first_export=False, goal_pct=0, effort_pct=0
    ).outputs
    assert (outputs["continuation_advice"], outputs["months"]) == ("continue", 12)


# The reform: entry


def test_the_reform_adopts_a_firm_that_brings_goal_effort_and_plan():
    decision = decide("reformed", TEA_MAKER)
    assert decision.outputs["screening_advice"] == "adopt"
    assert decision.outputs["firm_pays_yen"] == 90_000


@pytest.mark.parametrize(
    ("changed", "advice", "reason"),
    [
        ({"open_cases_same_service": 1}, "decline", "still going on"),
        (
            {"has_goal": False, "goal_has_baseline": None, "goal_due_months": None},
            "decline",
            "no export goal",
        ),
        ({"goal_has_baseline": False}, "decline", "baseline"),
        ({"efforts_promised": 0}, "decline", "No effort of your own"),
        ({"plan_past_end": False}, "decline", "no plan past the end"),
        ({"goal_judged_feasible": False}, "decline", "hard to reach"),
        ({"goal_judged_feasible": None}, "discuss", "not yet judged"),
        ({"goal_due_months": 3}, "discuss", "less than 6 months"),
        ({"goal_due_months": 60}, "discuss", "more than 4 years"),
        ({"questionnaires_owed": 1}, "discuss", "still unanswered"),
    ],
)
def test_the_reform_names_the_condition_that_is_not_met(changed, advice, reason):
    decision = decide("reformed", TEA_MAKER, **changed)
    assert decision.outputs["screening_advice"] == advice
    assert reason in reason_in(decision, "entry")


def test_the_reform_never_takes_an_unknown_fact_as_met():
    decision = decide("reformed", TEA_MAKER, plan_past_end=None)
    assert decision.outputs["screening_advice"] == "discuss"
    assert "not known yet" in reason_in(decision, "entry")
    assert "plan_past_end" in decision.missing


def test_the_reform_asks_nothing_of_a_single_question():
    outputs = decide("reformed", {"service": "spot", "export_record": "none", "employees": 3}).outputs
    assert (outputs["screening_advice"], outputs["firm_pays_yen"]) == ("adopt", 0)
    assert outputs["place_points"] is None


# The reform: EC places


def test_the_reform_gives_places_first_to_a_firm_without_ec_record_where_few_have_gone():
    outputs = decide("reformed", WORKSHOP).outputs
    assert outputs["screening_advice"] == "adopt"
    assert outputs["place_points"] == 45 + 20 + 8 + 6


def test_the_reform_puts_a_firm_that_sells_by_ec_behind_those_that_do_not():
    decision = decide("reformed", EC_SELLER)
    assert decision.outputs["screening_advice"] == "decline"
    assert decision.outputs["place_points"] < decide("reformed", WORKSHOP).outputs["place_points"]
    assert "firms with no record come first" in reason_in(decision, "place_points")


def test_a_sale_under_earlier_support_counts_as_a_record():
    first = decide("reformed", WORKSHOP).outputs["place_points"]
    assert decide("reformed", WORKSHOP, ec_sale_before=True).outputs["place_points"] == first - 45


def test_a_full_round_is_talked_over_whatever_the_points():
    decision = decide("reformed", WORKSHOP, places_left=0)
    assert decision.outputs["screening_advice"] == "discuss"
    assert "no places left" in reason_in(decision, "place")


# The reform: continuing


def test_the_reform_goes_on_with_a_firm_on_its_way():
    outputs = decide("reformed", TEA_MAKER_IN_YEAR_TWO).outputs
    assert (outputs["continuation_advice"], outputs["months"], outputs["remedy_days"]) == (
        "continue",
        12,
        None,
    )


@pytest.mark.parametrize(
    ("changed", "advice", "months"),
    [
        ({"effort_pct": 40}, "remedy", 6),
        ({"goal_pct": 20, "effort_pct": 40}, "shorten", 4),
        ({"support_months": 27, "goal_pct": 20}, "shorten", 4),
        ({"support_months": 27, "goal_pct": 20, "effort_pct": 40}, "end", 3),
        ({"goal_pct": None}, "remedy", 6),
        ({"stage": "growth", "support_months": 26, "goal_pct": 85}, "continue", 12),
        ({"stage": "plan", "first_export": False, "effort_pct": None}, "continue", 6),
        ({"stage": "plan", "support_months": 26, "first_export": False, "cause_months": 13}, "remedy", 3),
        ({"stage": "ready_to_list", "service": "mall", "first_export": False, "effort_pct": 20}, "end", 3),
        ({"stage_late_months": 4}, "continue", 6),
        ({"extended_months": 12}, "continue", 4),
    ],
)
def test_the_reform_shortens_year_two_by_what_has_come_of_it(changed, advice, months):
    outputs = decide("reformed", TEA_MAKER_IN_YEAR_TWO, **changed).outputs
    assert (outputs["continuation_advice"], outputs["months"]) == (advice, months)


def test_the_reform_says_what_is_missing_where_no_stage_is_open():
    decision = decide("reformed", TEA_MAKER_IN_YEAR_TWO, stage=None)
    assert decision.outputs["continuation_advice"] is None
    assert decision.outputs["months"] is None
    assert "stage" in decision.missing


# The reform: shares and private providers


@pytest.mark.parametrize(
    ("firm", "changed", "share"),
    [
        (TEA_MAKER, {}, "0.15"),
        (TEA_MAKER, {"employees": 5}, "0.10"),
        (TEA_MAKER, {"employees": None}, "0.15"),
        (TEA_MAKER_IN_YEAR_TWO, {}, "0.30"),
        (TEA_MAKER_IN_YEAR_TWO, {"support_months": 24}, "0.40"),
        (WORKSHOP, {}, "0.05"),
        (EC_SELLER, {"industry": "daily_goods_craft"}, "0.60"),
        (SOFTWARE_HOUSE, {"plan_past_end": None}, "0.25"),
    ],
)
def test_the_reform_adds_up_the_share_that_a_firm_pays(firm, changed, share):
    assert decide("reformed", firm, **changed).outputs["firm_share"] == Decimal(share)


def test_the_reform_shows_private_providers_first_to_a_firm_that_exports_already():
    facts = TEA_MAKER | {"private_provider": True}
    assert decide("reformed", facts).outputs["referral"] == "none"
    assert decide("reformed", facts, export_record="continuous").outputs["referral"] == "offer_private_first"


# By potential and priority


def test_by_potential_only_a_small_first_exporter_of_high_potential_goes_free():
    version = "potential_priority"
    assert decide(version, TEA_MAKER).outputs["firm_pays_yen"] == 0
    assert decide(version, TEA_MAKER, employees=21).outputs["firm_pays_yen"] == 90_000
    assert decide(version, TEA_MAKER, goal_market="BR").outputs["firm_pays_yen"] == 360_000
    assert decide(version, TEA_MAKER_IN_YEAR_TWO).outputs["firm_pays_yen"] == 180_000


def test_by_potential_a_weak_firm_outside_the_priorities_pays_in_full_and_is_talked_over():
    weak = SOFTWARE_HOUSE | {"plan_past_end": False}
    outputs = decide("potential_priority", weak).outputs
    assert outputs["potential"] == "low"
    assert (outputs["screening_advice"], outputs["firm_share"]) == ("discuss", 1)


def test_by_potential_private_providers_come_first_except_where_support_is_free():
    facts = {"private_provider": True}
    assert decide("potential_priority", TEA_MAKER, **facts).outputs["referral"] == "none"
    outputs = decide("potential_priority", EC_SELLER, **facts).outputs
    assert outputs["referral"] == "offer_private_first"


def test_by_potential_support_ends_after_two_years_without_an_export():
    outputs = decide(
        "potential_priority", TEA_MAKER_IN_YEAR_TWO, support_months=25, first_export=False
    ).outputs
    assert (outputs["continuation_advice"], outputs["months"]) == ("end", 3)


# A fair share


@pytest.mark.parametrize(
    ("firm", "changed", "share"),
    [
        (TEA_MAKER, {}, "0"),
        (TEA_MAKER, {"export_record": "occasional"}, "0.1"),
        (TEA_MAKER, {"export_record": "occasional", "employees": 21}, "0.15"),
        (WORKSHOP, {"ec_record": "cb"}, "0.3"),
        (EC_SELLER, {}, "0.3"),
        (EC_SELLER, {"ec_record": "dom"}, "0.2"),
        (SOFTWARE_HOUSE, {"service": "spot"}, "0"),
    ],
)
def test_the_fair_share_leaves_first_exports_of_small_firms_free(firm, changed, share):
    assert decide("fair_share", firm, **changed).outputs["firm_share"] == Decimal(share)


def test_the_fair_share_says_nothing_of_a_firm_whose_size_is_not_known():
    decision = decide("fair_share", EC_SELLER, employees=None, ec_record="none")
    assert decision.outputs["firm_share"] is None
    assert "employees" in decision.missing


@pytest.mark.parametrize("version", sorted(SETS_FEES))
def test_caps_of_hands_on_support_stay_within_what_most_firms_would_pay(version):
    outputs = decide(version, TEA_MAKER).outputs
    assert outputs["cap_time_yen"] == 100_000
    assert outputs["discount_yen"] == 10_000
    assert decide(version, TEA_MAKER | {"service": "spot"}).outputs["free_times"] == 2


# The documentation


def test_the_worked_example_of_the_documentation_decides_as_it_says():
    text = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
    head, table = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)[1] for kind in ("toml", "csv"))
    example = read_files({"policy.toml": head, "share.csv": table}).policy
    assert check(example) == ()
    decider = compile_policy(example)
    decision = decider.decide({"employees": 12, "year": 2})
    assert (decision.outputs["firm_share"], decision.matched["share"]) == (Decimal("0.25"), (3,))
    assert decider.decide({"employees": 12}).missing == ("year",)
    slip = read_files({"policy.toml": head, "share.csv": table.replace("<= 20,1,", "<= 20,2,")}).policy
    assert {fault.rule for fault in check(slip)} == {"gap", "overlap"}
