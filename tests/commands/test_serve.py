"""``banso serve`` keeps the demonstration to this machine."""

import pytest
from click.testing import CliRunner

from banso.commands.serve import command


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "banso.test"])
def test_the_demonstration_is_not_served_beyond_loopback(settings, host):
    settings.DEMO = True
    result = CliRunner().invoke(command, ["--host", host, "--lang", "en"])
    assert result.exit_code == 2
    assert "loopback only" in result.stderr
