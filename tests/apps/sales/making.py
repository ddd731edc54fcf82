"""What the tests of sales stand on: a mall with a product on sale, and the files that its operator sends."""

import csv
import io
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from banso.apps.casework.models import Case
from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Market
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.models import ExchangeRate
from banso.apps.sales import services
from banso.apps.sales.sites import Site
from support import people
from tests.apps.casework import making as cases
from tests.apps.products import making as products

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
HEADER = ("product", "day", "quantity", "amount", "currency", "kind", "order")


def by(role="programme_manager", at=NOW):
    person = people.example(role) or people.make(role)
    return Actor(person.pk, role, at)


def site(code="us-a"):
    mall, _new = Mall.objects.get_or_create(
        code=code,
        defaults={
            "name_ja": "米国ECサイトA", "name_en": "EC site A, United States", "opened_on": date(2025, 1, 15),
            "channel": Channel.objects.get(kind="mall"), "market": Market.objects.get(code="US"),
        },
    )  # fmt: skip
    return Site(mall.channel, mall)


def offered(at=None, article="S-1", firm=None):
    """A soy sauce offered to a mall, on the place of a case of its firm."""
    firm = firm or people.make_firm()
    edition = products.published(firm=firm, article=article)
    case = Case.objects.filter(firm=firm, service__code="mall").first()
    case = case or cases.opened(firm=firm, service="mall")
    return services.offer(by("programme_manager"), edition.product, at or site(), case)


def listed(identifier="SKU-1", **values):
    """The same, picked and on sale."""
    listing = services.pick(by(), offered(**values))
    if listing.mall_id is None:
        checked(listing)
    return services.list_(by(), listing, code(identifier, listing))


def market(of="US"):
    return Market.objects.get(code=of)


def code(identifier, listing=None, of="US", **values):
    """A code on a marketplace; of a mall its own."""
    there = None if listing is not None and listing.mall_id else market(of)
    return services.IdentifierData(identifier, there, **values)


def checked(listing, at=NOW, **findings):
    """A look at a page of the store; every point is met unless a finding is given."""
    points = {"title": "", "pictures": "", "label": "", "price": ""} | findings
    return services.check_listing(by(at=at), listing, points)


def rate(currency="USD", day="2026-02-02", yen="150"):
    return ExchangeRate.objects.create(currency=currency, day=day, yen=yen, source="試験")


def file(*rows, header=HEADER):
    """A file as an operator sends it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def store(*rows, at=None, header=HEADER, actor=None, **values):
    return services.store_report(
        actor or by(), at or site(), "report.csv", file(*rows, header=header), **values
    )


def send(client, *rows, at=None, kind="sales", header=HEADER, name="february.csv", content=None):
    """A small file sent on its page; gives the page that says what it comes to."""
    content = file(*rows, header=header) if content is None else content
    data = {"site": (at or site()).code, "kind": kind, "file": SimpleUploadedFile(name, content)}
    return client.post("/sales/send/", data, follow=True)


def store_sent(client, page):
    """The button below it."""
    return client.post(f"/sales/sent/{page.context['sent'].ref}/store/", follow=True)
