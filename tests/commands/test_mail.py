"""``banso mail test``, against a server that listens."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from banso.commands.mail import command

ADDRESS = "somebody@example.invalid"


class Postbox:
    """Takes mail, except for addresses that begin with ``refused``."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def mail_server(settings, free_port):
    """The settings of an installation whose mail server is at this port of this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.ENV = settings.ENV.model_copy(update={"mail_url": f"smtp://127.0.0.1:{free_port}"})
    return free_port


@pytest.fixture
def postbox(mail_server):
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=mail_server)
    controller.start()
    yield handler
    controller.stop()


def run(address=ADDRESS, lang="en"):
    return CliRunner().invoke(command, ["test", address, "--lang", lang])


def test_a_mail_arrives_and_the_server_that_took_it_is_named(postbox, mail_server):
    result = run()
    assert result.exit_code == 0
    assert f"127.0.0.1:{mail_server} took the mail for {ADDRESS}." in result.stderr
    ((receivers, message),) = postbox.taken
    assert receivers == [ADDRESS]
    assert message["Subject"] == "Test mail from Banso"


def test_the_mail_speaks_the_asked_language(postbox):
    run(lang="ja")
    ((_receivers, message),) = postbox.taken
    assert "Banso" in message["Subject"]
    assert message["Subject"] != "Test mail from Banso"


def test_the_words_of_a_server_that_refuses_are_shown_with_exit_code_1(postbox):
    result = run("refused@example.invalid")
    assert result.exit_code == 1
    assert "550" in result.stderr
    assert "no such mailbox" in result.stderr
    assert postbox.taken == []


def test_a_server_that_is_not_there_is_said_with_exit_code_1(mail_server):
    result = run()
    assert result.exit_code == 1
    assert f"127.0.0.1:{mail_server}" in result.stderr


def test_without_a_server_it_says_where_the_mail_lies(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.ENV = settings.ENV.model_copy(update={"mail_url": ""})
    result = run()
    assert result.exit_code == 0
    assert str(tmp_path / "mail") in result.stderr
    (file,) = (tmp_path / "mail").iterdir()
    assert ADDRESS in file.read_text()


def test_what_is_no_address_is_wrong_usage():
    assert run("nobody").exit_code == 2
