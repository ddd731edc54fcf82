import pytest

from support.postbox import free_port, listening


@pytest.fixture
def mail_server(settings):
    """The settings of an installation whose mail server is at this port of this machine."""
    port = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.ENV = settings.ENV.model_copy(update={"mail_url": f"smtp://127.0.0.1:{port}"})
    return port


@pytest.fixture
def postbox(mail_server):
    """That mail server, listening."""
    with listening(mail_server) as handler:
        yield handler


@pytest.fixture
def deliver(db):
    """``deliver()``: run what is queued and ready, as the worker would; ``deliver(at=...)`` at that time."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult, get_date_max

    from banso.apps.notices.delivery import send

    def run(at=None):
        now = at or timezone.now()
        for result in DBTaskResult.objects.order_by("enqueued_at"):
            if result.run_after == get_date_max() or result.run_after <= now:
                send(result.args_kwargs["args"][0], now)

    return run


@pytest.fixture
def letters(monkeypatch):
    """A kind of letter that a room might register: ``test.plain``."""
    from django.utils.translation import gettext_lazy as _

    from banso.apps.notices import sources

    kind = sources.LetterKind(
        "test.plain", _("Letter"), "notices/mail/test_plain.txt", lambda refs, now: {"firm": refs["firm"]}
    )
    monkeypatch.setattr(sources, "_letters", {**sources._letters, kind.code: kind})
    return kind
