"""What tables are made of: questions with choices, and facts that are known without asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import ExportExperience, Industry, Office, Region
from banso.apps.fees.effect.measures import SIZE_LABELS
from banso.apps.programmes.models import Programme, Service
from banso.apps.surveys.fact_words import Words
from banso.apps.surveys.forms_kept import form_of
from banso.apps.surveys.models import Answer, Drawing, Wave
from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.fiscal import fiscal_year_label
from banso.engines.questionnaire.form import Form, Question, Section

#: The names of facts begin with this; no question's name can.
FACT = "~"
WAVE, PROGRAMME, STRATUM, COHORT = "~wave", "~programme", "~stratum", "~cohort"
SERVICE = "~service"
REGION, OFFICE, SIZE, EXPERIENCE, INDUSTRY = "~region", "~office", "~size", "~experience", "~industry"

#: Facts that a frame knows, and that are read from the records of today where there is none.
ON_RECORD = frozenset({REGION, SIZE, EXPERIENCE})
#: The stratum of the frame; of an answer in a file what the file says.
STRATUM_OF_ANSWER = Coalesce("unit__stratum", "stratum")

_FACT_WORDS: Mapping[str, Promise] = {
    WAVE: _("Wave"),
    PROGRAMME: _("Programme"),
    STRATUM: _("Stratum"),
    SERVICE: _("Kind of support"),
    COHORT: _("Cohort (fiscal year)"),
    REGION: _("Region"),
    OFFICE: _("Office"),
    SIZE: _("Employees"),
    EXPERIENCE: _("Export experience on record"),
    INDUSTRY: _("Industry"),
}


@dataclass(frozen=True)
class Variable:
    """A question or fact by which answers are counted: its name in addresses and files, words and choices.

    ``several``: an answer may name several choices. ``of_all``: everybody is asked it.
    """

    code: str
    label: Text
    choices: Mapping[str, Text]
    several: bool = False
    of_all: bool = True

    @property
    def is_fact(self) -> bool:
        """Whether it is known without asking."""
        return self.code.startswith(FACT)

    @property
    def order(self) -> tuple[str, ...]:
        """The choices in order."""
        return tuple(self.choices)

    def words(self, choice: str | None) -> Text:
        """What a choice is called; its code where there are no words for it."""
        return self.choices.get(choice or "", Text(choice or "", choice or ""))


def both(words: Promise | str) -> Text:
    """Words of the house in both languages."""
    found = {}
    for language in ("ja", "en"):
        with translation.override(language):
            found[language] = str(words)
    return Text(**found)


def variables(waves: Sequence[Wave]) -> dict[str, Variable]:
    """Everything that tables of some waves can be made of, by name: facts after questions.

    A question is there if all of the waves ask it; the words are those of the first wave given.
    """
    forms = [form_of(wave.edition) for wave in waves]
    found = {code: _question(forms, code) for code in _common(forms)}
    return found | _facts(waves)


def _common(forms: Sequence[Form]) -> list[str]:
    """The questions with choices that every form has, in the order of the first."""
    counted = [{question.code for question in _countable(form)} for form in forms]
    return [code for code in _in_order(forms[0]) if all(code in each for each in counted)] if forms else []


def _countable(form: Form) -> Iterable[Question]:
    """Questions that an answer answers once, with choices."""
    repeats = {step.place for step in form.layout if isinstance(step, Section) and step.repeats}
    for question in form.shown:
        inside = any(question.place[: len(place)] == place for place in repeats)
        if question.kind in ("one", "several") and not inside:
            yield question


def _in_order(form: Form) -> list[str]:
    return [question.code for question in _countable(form)]


def _question(forms: Sequence[Form], code: str) -> Variable:
    asked = [form.question(code) for form in forms]
    choices: dict[str, Text] = {}
    for question in asked:
        for choice in question.choices:
            words = Text(question.choice_label(choice.code, "ja"), question.choice_label(choice.code, "en"))
            choices.setdefault(choice.code, words)
    first = asked[0]
    return Variable(
        code,
        Text(first.label("ja"), first.label("en")),
        choices,
        several=any(question.kind == "several" for question in asked),
        of_all=all(_of_all(form, code) for form in forms),
    )


def _of_all(form: Form, code: str) -> bool:
    """Whether neither the question nor a group around it has a condition."""
    question = form.question(code)
    around = [
        step
        for step in form.layout
        if isinstance(step, Section) and question.place[: len(step.place)] == step.place
    ]
    return question.relevant is None and all(section.relevant is None for section in around)


def _facts(waves: Sequence[Wave]) -> dict[str, Variable]:
    """The facts with their choices: code lists, and what stands in the answers themselves."""
    answers = Answer.objects.filter(wave__in=waves).order_by().annotate(_stratum=STRATUM_OF_ANSWER)
    stored = answers.values_list("_stratum", "cohort_fy").distinct()
    strata = sorted({stratum for stratum, _cohort in stored if stratum})
    cohorts = sorted({cohort for _stratum, cohort in stored if cohort is not None})
    services = _coded(Service.objects.order_by("programme__position", "position", "code"))
    choices: dict[str, dict[str, Text]] = {
        WAVE: {wave.code: _names(wave) for wave in sorted(waves, key=lambda wave: (wave.asked_on, wave.pk))},
        PROGRAMME: _coded(Programme.objects.order_by("position", "code")),
        STRATUM: _strata(waves, strata, services),
        COHORT: {
            str(year): Text(fiscal_year_label(year, "ja"), fiscal_year_label(year, "en")) for year in cohorts
        },
        SERVICE: services,
        REGION: _coded(Region.objects.order_by("position", "code")),
        OFFICE: _coded(Office.objects.order_by("position", "code")),
        SIZE: {code: both(words) for code, words in SIZE_LABELS.items()},
        EXPERIENCE: {code: both(words) for code, words in ExportExperience.choices},
        INDUSTRY: _coded(Industry.objects.order_by("position", "code")),
    }
    if len(waves) < 2:
        del choices[WAVE]
    if not answers.filter(unit__facts__has_key="service").exists():
        del choices[SERVICE]
    return {code: Variable(code, both(_FACT_WORDS[code]), each) for code, each in choices.items() if each}


def _strata(waves: Sequence[Wave], names: Sequence[str], services: Mapping[str, Text]) -> dict[str, Text]:
    """Strata in words, as the latest frame among the waves divides; those of files are kinds of support."""
    framed = next((wave for wave in waves if wave.drawing != Drawing.BROUGHT), None)
    if framed is None:
        return {name: services.get(name, Text(name, name)) for name in names}
    found: dict[str, dict[str, str]] = {}
    for language in ("ja", "en"):
        with translation.override(language):
            said = Words().of(framed.strata)
            found[language] = {name: said(name) for name in names}
    return {name: Text(found["ja"][name], found["en"][name]) for name in names}


def _coded(rows: Iterable[Any]) -> dict[str, Text]:
    return {row.code: _names(row) for row in rows}


def _names(row: Any) -> Text:
    return Text(row.name_ja, row.name_en)
