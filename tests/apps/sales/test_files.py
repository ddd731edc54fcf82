"""Files of sites on their way in: large ones by the worker, all or nothing, stopped without a trace."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from banso.apps import progress
from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.sales import services
from banso.apps.sales.models import FileKind, FileState, SalesLine, SalesReport, SentFile
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.services import files
from banso.apps.sales.services.files import carry_out, work_of
from banso.apps.sales.tasks import drop_old_files

from . import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")

SALE = ("SKU-1", "2026-02-04", "10", "48.00", "USD", "sale", "A-1")


def rows(count, month="2026-02"):
    return [("SKU-1", f"{month}-{n % 28 + 1:02d}", "1", "4.80", "USD", "", f"A-{n}") for n in range(count)]


def sent(*lines, name="february.csv"):
    content = ContentFile(making.file(*lines))
    return services.send_file(making.by(), making.site(), FileKind.SALES, name, content)


def checked(*lines):
    return carry_out(making.by(), sent(*lines).pk)


def left_behind():
    """What lies in the folder of files on their way in."""
    return sorted(path.name for path in Path(default_storage.path("sales")).glob("*"))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """A folder of its own; what waits for the end of a transaction is done at once."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, using=None, robust=False: done())


@pytest.fixture
def all_large(monkeypatch):
    monkeypatch.setattr("banso.apps.sales.send_pages.SMALL_BYTES", 0)


def run_worker():
    """What the worker would do with the tasks that wait."""
    for task in DBTaskResult.objects.order_by("enqueued_at"):
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        task.delete()


def test_a_large_file_is_checked_and_stored_by_the_worker(client_as, all_large):
    making.listed()
    making.rate()
    manager = client_as("programme_manager")
    page = making.send(manager, *rows(60))
    found = page.context["sent"]
    assert (found.state, page.context["busy"]) == ("checking", True)
    run_worker()
    at = f"/sales/sent/{found.ref}/"
    assert manager.get(at).context["outcome"]["new"] == 60
    page = making.store_sent(manager, page)
    assert page.context["sent"].state == "storing" and not SalesReport.objects.exists()
    run_worker()
    page = manager.get(at)
    assert (page.context["sent"].state, SalesLine.objects.count()) == ("stored", 60)
    assert SalesReport.objects.get().ref in page.content.decode()
    assert left_behind() == []


def test_the_page_asks_again_by_itself_and_says_how_far_it_is(client_as, all_large):
    making.listed()
    manager = client_as("programme_manager")
    found = making.send(manager, SALE).context["sent"]
    progress.keeper(work_of(found))(2600, 10_000)
    at = f"/sales/sent/{found.ref}/"
    page = manager.get(at).content.decode()
    # Without a script there is a link to the page itself.
    assert 'hx-trigger="every 2s"' in page and "26%" in page and f'class="btn" href="{at}"' in page
    part = manager.get(at, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'id="said-sent"' in part and "20%" in part
    progress.forget(work_of(found))


def test_a_file_sent_twice_doubles_nothing():
    making.listed()
    first, second = checked(SALE), checked(SALE)
    for file in (first, second):
        services.order_storing(making.by(), file)
        carry_out(making.by(), file.pk)
    second.refresh_from_db()
    assert (second.state, second.outcome["new"], SalesLine.objects.count()) == ("stored", 0, 1)
    assert checked(SALE).outcome["report"] == SalesReport.objects.get().ref


def test_what_was_reported_meanwhile_is_told_by_row_and_nothing_is_stored():
    making.listed()
    file = services.order_storing(making.by(), checked(SALE))
    making.store(("SKU-1", "2026-02-09", "1", "4.80", "USD", "", "B-1"))
    file = carry_out(making.by(), file.pk)
    assert (file.state, [error["rule"] for error in file.outcome["errors"]]) == ("faulty", ["month_reported"])
    assert SalesLine.objects.count() == 1


def test_storing_that_is_stopped_leaves_nothing(monkeypatch):
    making.listed()
    file = services.order_storing(making.by(), checked(*rows(60)))
    progress.ask_to_stop(work_of(file))
    file = carry_out(making.by(), file.pk)
    assert (file.state, SalesLine.objects.count(), left_behind()) == ("cancelled", 0, [])
    assert Event.objects.filter(action="sales_file.cancelled", subject_ref=file.ref).count() == 1


def test_storing_that_breaks_says_so_and_leaves_nothing(monkeypatch, client_as):
    making.listed()
    file = services.order_storing(making.by(), checked(*rows(60)))

    def broken(*_args, **_values):
        raise RuntimeError("disk")

    monkeypatch.setattr("banso.apps.sales.services.reports.settle_returns", broken)
    with pytest.raises(RuntimeError):
        carry_out(making.by(), file.pk)
    file.refresh_from_db()
    assert (file.state, file.outcome["why"]) == ("broken", "RuntimeError")
    assert (SalesReport.objects.count(), SalesLine.objects.count(), left_behind()) == (0, 0, [])
    page = client_as("programme_manager").get(f"/sales/sent/{file.ref}/").content.decode()
    assert "RuntimeError" in page and "送り直して" in page


def test_a_step_done_twice_changes_nothing():
    making.listed()
    file = services.order_storing(making.by(), checked(SALE))
    for _time in range(2):
        assert carry_out(making.by(), file.pk).state == "stored"
    assert SalesLine.objects.count() == 1


def test_a_file_that_is_given_up_is_thrown_away(client_as):
    making.listed()
    manager = client_as("programme_manager")
    page = making.send(manager, SALE)
    at = f"/sales/sent/{page.context['sent'].ref}/"
    assert left_behind()
    assert manager.post(f"{at}cancel/", follow=True).context["sent"].state == "cancelled"
    assert left_behind() == []
    manager.post(f"{at}store/")
    assert not SalesReport.objects.exists()


def test_a_file_that_nobody_stored_is_thrown_away_after_a_week():
    making.listed()
    checked(SALE)
    assert drop_old_files(making.NOW + timedelta(days=6)) == {"dropped": 0}
    assert drop_old_files(making.NOW + timedelta(days=8)) == {"dropped": 1}
    assert (SentFile.objects.get().state, left_behind()) == ("cancelled", [])


def test_a_file_above_the_limit_is_refused_by_name_and_leaves_nothing(client_as, monkeypatch):
    monkeypatch.setattr(files, "LIMITS", type(LIMITS)(file_bytes=1024 * 1024, rows=100_000, columns=60))
    page = making.send(client_as("programme_manager"), content=b"x" * (1024 * 1024 + 1))
    assert "1 MB" in str(page.context["form"].errors["file"])
    assert (SentFile.objects.count(), left_behind()) == (0, [])


def test_this_page_alone_takes_files_above_the_general_limit(client_as, settings):
    settings.MAX_UPLOAD_BYTES = 100_000
    making.listed()
    manager = client_as("programme_manager")
    content = making.file(*rows(6000))
    assert len(content) > 200_000
    page = making.send(manager, content=content)
    assert page.context["outcome"]["rows"] == 6000
    other = {"kind": "firms", "file": SimpleUploadedFile("f.csv", content)}
    assert client_as("administrator").post("/imports/send/", other).status_code == 413


def test_another_layout_and_a_month_told_before_are_told_on_the_page(client_as):
    making.listed()
    manager = client_as("programme_manager")
    asked = making.send(manager, ("x",), header=("Umsatz",))
    assert asked.context["outcome"]["asks"] and "Umsatz" in asked.content.decode()
    making.store(SALE)
    again = making.send(manager, (*SALE[:-1], "A-2"))
    assert "2026-02" in again.content.decode()
    assert [error["rule"] for error in again.context["outcome"]["errors"]] == ["month_reported"]


def test_nobody_reaches_files_of_other_malls(client_as):
    file = checked(SALE)
    own = client_as("mall_operator", mall=making.site().mall)
    assert own.get(f"/sales/sent/{file.ref}/").status_code == 200
    other = client_as("mall_operator", mall=making.site("us-b").mall)
    for what in ("", "store/", "cancel/", "columns/"):
        method = other.post if what else other.get
        assert method(f"/sales/sent/{file.ref}/{what}").status_code == 404


def test_a_file_is_not_chosen_or_stored_while_it_is_worked_on():
    file = sent(SALE)
    for call in (services.order_storing, lambda by, one: services.choose_columns(by, one, {})):
        with pytest.raises(Refused) as caught:
            call(making.by(), file)
        assert caught.value.rule == "file_busy"
    assert file.state == FileState.CHECKING
