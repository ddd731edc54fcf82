"""The index: one row a record that can be found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    FIRM = "firm", _("Firms")
    CONTACT = "contact", _("Contacts")
    CASE = "case", pgettext_lazy("subjects", "Cases")
    APPLICATION = "application", _("Applications")
    CONSULTATION = "consultation", _("Consultations")
    EXPERT = "expert", _("Experts")
    PERSON = "person", _("Users")


class Entry(models.Model):
    """What a record is found by and shown as. Made from the record, and made anew whenever it changes.

    ``words`` are searched through an index of the database's own kind (see the migrations): FTS5 beside the
    table on SQLite, kept by triggers; an index over the same words on PostgreSQL. A migration that has SQLite
    make the table anew must make the triggers anew.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    #: The key of the record in its table, by which its reach is settled.
    key = models.PositiveBigIntegerField()
    #: What the address of its page is made from.
    ref = models.CharField(max_length=40)
    #: The key of the reference (``engines.search.folding.key``): the very record that is meant.
    ref_key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    detail = models.CharField(max_length=300, blank=True)
    #: As ``engines.search.tokens.name_keys``: what a name may begin with.
    names = models.TextField(blank=True)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
