"""What somebody wants a table of. The address of the page holds all of it, and a saved table keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.surveys.answer_tables.variables import WAVE, variables
from banso.apps.surveys.models import Asked, Wave, WaveState
from banso.web import forms
from banso.web.formats import language

#: So many filters can be set at once.
FILTERS = (1, 2)
#: Waves side by side: more columns nobody compares.
MOST_WAVES = 8


@dataclass(frozen=True)
class Choice:
    """A table as it was asked for. Waves, variables and choices go by their codes.

    ``filters``: only answers that name one of the choices, for each variable. ``mentions``: of several
    choices the share of all that was named is shown too. ``errors``: standard errors are shown. ``about``:
    the row that is told in a sentence and compared between columns.
    """

    waves: tuple[str, ...]
    rows: str
    columns: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weighted: bool = False
    mentions: bool = False
    errors: bool = False
    about: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """Everything that is asked of an answer."""
        named = (self.rows, self.columns, *(code for code, _values in self.filters))
        return tuple(dict.fromkeys(code for code in named if code))

    @property
    def query(self) -> str:
        """What an address carries to show the same table."""
        pairs: list[tuple[str, str]] = [("wave", code) for code in self.waves]
        pairs += [("rows", self.rows), ("columns", self.columns)]
        for number, (code, values) in zip(FILTERS, self.filters, strict=False):
            pairs += [(f"filter{number}", code), *((f"only{number}", value) for value in values)]
        flags = {"weighted": self.weighted, "mentions": self.mentions, "errors": self.errors}
        pairs += [(name, "on") for name, on in flags.items() if on]
        pairs += [("about", self.about)]
        return urlencode([pair for pair in pairs if pair[1]])

    @property
    def answers(self) -> tuple[frozenset[str], frozenset[tuple[str, frozenset[str]]]]:
        """Which answers the table looks at: those of its waves that pass its filters."""
        return frozenset(self.waves), frozenset((code, frozenset(values)) for code, values in self.filters)

    def as_json(self) -> dict[str, Any]:
        """The choice as it is kept; its waves are kept beside it."""
        return {
            "rows": self.rows,
            "columns": self.columns,
            "filters": [[code, list(values)] for code, values in self.filters],
            "weighted": self.weighted,
            "mentions": self.mentions,
            "errors": self.errors,
            "about": self.about,
        }

    @classmethod
    def of_json(cls, waves: Sequence[str], kept: Mapping[str, Any]) -> Choice:
        """A choice that was kept."""
        filters = tuple((code, tuple(values)) for code, values in kept["filters"])
        return cls(tuple(waves), **{**kept, "filters": filters})


class TableForm(forms.FilterForm):
    """The choice on its page. What each field offers follows from the waves chosen."""

    nothing_chosen = "–"

    wave = forms.MultipleChoiceField(label=gettext_lazy("Waves"), widget=forms.CheckboxSelectMultiple)
    rows = forms.ChoiceField(label=pgettext_lazy("table", "Rows"))
    columns = forms.ChoiceField(label=pgettext_lazy("table", "Columns"))
    filter1 = forms.ChoiceField(label=gettext_lazy("Only answers with"))
    only1 = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    filter2 = forms.ChoiceField(label=gettext_lazy("and with"))
    only2 = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    about = forms.ChoiceField(label=gettext_lazy("Row to compare and to say in words"))
    weighted = forms.BooleanField(label=pgettext_lazy("table", "Weighted"))
    mentions = forms.BooleanField(label=gettext_lazy("Share of mentions too (several choices)"))
    errors_shown = forms.BooleanField(label=gettext_lazy("Standard errors"))

    def __init__(self, asked: QueryDict, waves: Sequence[Wave]) -> None:
        """``waves`` are all that there are, latest first."""
        codes = {wave.code: wave for wave in waves}
        named = [codes[code] for code in dict.fromkeys(asked.getlist("wave")) if code in codes]
        self.waves = sorted(named[:MOST_WAVES] or _usual(waves), key=lambda wave: (wave.asked_on, wave.pk))
        self.variables = variables(self.waves[::-1])
        given = asked.copy()
        if "errors" in given:
            given["errors_shown"] = given["errors"]
        given.setlist("wave", asked.getlist("wave") or [wave.code for wave in self.waves])
        super().__init__(given)
        self._offer([(wave.code, wave.name) for wave in waves])

    def _offer(self, waves: list[tuple[str, str]]) -> None:
        everything = _grouped(self.variables.values())
        self.fields["wave"].choices = waves
        self.fields["rows"].choices = everything[1:]
        self.fields["columns"].choices = _grouped(
            each for each in self.variables.values() if not each.several
        )
        for number in FILTERS:
            self.fields[f"filter{number}"].choices = everything
            self.fields[f"only{number}"].choices = self._choices(self.data.get(f"filter{number}"))
        self.fields["about"].choices = [("", _("The first")), *self._choices(self.data.get("rows"))]
        for code in ("rows", "columns", "filter1", "filter2"):
            words = _("“%(value)s” is no question with choices of these waves.")
            self.fields[code].error_messages["invalid_choice"] = words
        words = _("There is no wave “%(value)s”.")
        self.fields["wave"].error_messages["invalid_choice"] = words

    def _choices(self, code: str | None) -> list[tuple[str, str]]:
        variable = self.variables.get(code or "")
        if variable is None:
            return []
        spoken = language()
        return [(choice, words.in_language(spoken)) for choice, words in variable.choices.items()]

    def clean(self) -> dict[str, Any]:
        """Rows and columns are two different things; a filter without answers narrows nothing and says so."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("columns") and found.get("columns") == self.rows_asked:
            self.add_error("columns", _("Choose something else than in the rows."))
        if len(self.data.getlist("wave")) > MOST_WAVES:
            words = _("At most %(n)s waves stand side by side.")
            self.add_error("wave", words % {"n": MOST_WAVES})
        return found

    def half_done(self) -> dict[str, Any]:
        """What each filter offers is called, and whether one waits for its answers to be ticked."""
        spoken = language()
        named = {number: self.variables.get(self.data.get(f"filter{number}", "")) for number in FILTERS}
        return {
            **{f"chosen{n}": found.label.in_language(spoken) if found else "" for n, found in named.items()},
            "waits": any(found and not self.data.getlist(f"only{n}") for n, found in named.items()),
        }

    @property
    def rows_asked(self) -> str:
        """What stands in the rows: the first question where nothing was chosen."""
        return str(self.cleaned_data.get("rows") or next(iter(self.variables), ""))

    def choice(self) -> Choice | None:
        """What was asked for; None where it is not understood. Several waves stand side by side."""
        if not self.is_valid():
            return None
        found = self.cleaned_data
        columns = found["columns"] or (WAVE if len(self.waves) > 1 and self.rows_asked != WAVE else "")
        filters = tuple(
            (found[f"filter{number}"], tuple(found[f"only{number}"]))
            for number in FILTERS
            if found[f"filter{number}"] and found[f"only{number}"]
        )
        return Choice(
            tuple(wave.code for wave in self.waves),
            self.rows_asked,
            columns,
            filters,
            found["weighted"],
            found["mentions"],
            found["errors_shown"],
            found["about"],
        )


def _usual(waves: Sequence[Wave]) -> Sequence[Wave]:
    """The wave that is shown first: the latest of firms, a closed one where there is any."""
    firms = [wave for wave in waves if wave.asked == Asked.FIRMS]
    return [wave for wave in firms if wave.state == WaveState.CLOSED][:1] or firms[:1] or waves[:1]


def _grouped(found: Any) -> list[Any]:
    """Variables as options: nothing, questions, facts."""
    spoken = language()
    questions, facts = [], []
    for variable in found:
        words = variable.label.in_language(spoken)
        if variable.is_fact:
            facts.append((variable.code, words))
        else:
            questions.append((variable.code, f"{variable.code} {words}"))
    return [("", "–"), (_("Questions"), questions), (_("Known without asking"), facts)]
