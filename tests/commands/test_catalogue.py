"""``banso catalogue search``: what is found, narrowed by facets."""

import json

import pytest
from click.testing import CliRunner

from banso.apps.channels.models import ChannelKind, ChannelNeed
from banso.commands.catalogue import command
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def run(*arguments):
    return CliRunner().invoke(command, ["search", "soy sauce", *arguments], catch_exceptions=False)


def found(*arguments):
    return json.loads(run("--format", "json", *arguments).stdout)


def test_products_are_found_that_are_ready_for_a_market_and_all_are_counted():
    product = making.published().product
    assert "ready" not in found()["facets"]
    narrowed = found("--facet", "ready=US")
    assert (narrowed["total"], sum(narrowed["facets"]["ready"].values())) == (0, 1)
    needs = ChannelNeed.objects.filter(channel__kind=ChannelKind.CATALOGUE)
    needs.exclude(need="price").delete()
    narrowed = found("--facet", "ready=US", "--facet", "category=soy_sauce")
    assert [hit["id"] for hit in narrowed["hits"]] == [product.ref]
    assert narrowed["facets"]["ready"] == {"ready": 1}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ready=XX"], "XX"),
        (["ready=US", "ready=FR"], "ready"),
        (["size=big"], "certificate, ready"),
    ],
)
def test_a_facet_that_is_not_understood_is_named(arguments, words):
    options = [part for text in arguments for part in ("--facet", text)]
    result = run(*options)
    assert result.exit_code == 2 and words in result.output
