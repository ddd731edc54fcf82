import json

import pytest
from click.testing import CliRunner

from banso.apps.programmes.models import ExchangeRate
from banso.commands.rates import command

pytestmark = pytest.mark.django_db

GOOD = "currency,day,yen,source\nUSD,2026-03-02,149.53,bank\n"


@pytest.fixture
def run(tmp_path):
    def run(text, *arguments):
        path = tmp_path / "rates.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(command, ["import", str(path), *arguments], catch_exceptions=False)

    return run


def test_without_commit_nothing_is_stored(run):
    assert run(GOOD).exit_code == 0
    assert not ExchangeRate.objects.exists()


def test_with_commit_rates_are_stored_once(run):
    assert run(GOOD, "--commit").exit_code == 0
    assert run(GOOD, "--commit").exit_code == 0
    assert ExchangeRate.objects.count() == 1


def test_faults_are_listed_and_nothing_is_stored(run):
    result = run(GOOD + "XYZ,2026-03-02,1,bank\n", "--commit", "--format", "json", "--lang", "en")
    fault = json.loads(result.stdout)["faults"][0]
    assert (result.exit_code, fault["row"], fault["column"], fault["value"]) == (1, 3, "currency", "XYZ")
    assert not ExchangeRate.objects.exists()


def test_a_file_that_is_not_there_is_exit_code_two(run, tmp_path):
    assert CliRunner().invoke(command, ["import", str(tmp_path / "none.csv")]).exit_code == 2
