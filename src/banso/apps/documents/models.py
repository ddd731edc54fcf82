"""Files that belong to records: what is kept about each of them. The bytes lie beside the database."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class SubjectKind(models.TextChoices):
    """What a document can belong to, by its reference. Proof of a result or an effort belongs to its case."""

    FIRM = "firm", _("Firm")
    CONSULTATION = "consultation", _("Consultation")
    APPLICATION = "application", _("Application")
    CASE = "case", pgettext_lazy("subject", "Case")
    INQUIRY = "inquiry", pgettext_lazy("subject", "Inquiry")


class DocumentKind(models.TextChoices):
    CONTRACT = "contract", pgettext_lazy("document", "Contract")
    INVOICE = "invoice", _("Invoice")
    CUSTOMS = "customs", _("Customs document")
    STRATEGY = "strategy", _("Strategy or plan")
    PHOTO = "photo", _("Photograph")
    OTHER = "other", pgettext_lazy("document", "Other")


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("Not scanned")
    CLEAN = "clean", _("Nothing harmful found")
    INFECTED = "infected", _("Harmful: locked")
    FAILED = "failed", _("Could not be scanned")


class Document(models.Model):
    """One uploaded file. Who reaches it is settled by its subject and the two marks: see ``selectors``.

    ``visible_to_firm`` and ``visible_to_expert`` only ever narrow what the subject opens. A document is
    removed by a date; its file follows after the retention, and the row stays without its words.
    """

    #: For corrections of the title. Who reads the file: ``selectors.reachable``.
    scope_paths = ScopePaths(office="firm__office")

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="documents")
    subject_kind = models.CharField(_("belongs to"), max_length=20, choices=SubjectKind.choices)
    subject_ref = models.CharField(pgettext_lazy("document", "record"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("title"), max_length=120, blank=True)
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    #: Below the folder of documents; random, so that no address and no name leads to a file.
    stored_name = models.CharField(max_length=40, unique=True)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(max_length=64)
    #: Told from the content, never from what the browser said.
    content_type = models.CharField(_("format"), max_length=100)
    visible_to_firm = models.BooleanField(_("the firm sees it"), default=False)
    visible_to_expert = models.BooleanField(_("the expert sees it"), default=False)
    scan_state = models.CharField(
        _("scan"), max_length=20, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    deleted_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    #: When the file itself was thrown away, some time after the removal.
    file_gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at", "-id")
        constraints = [
            one_of("subject_kind", SubjectKind, "document_subject_kind_known"),
            one_of("kind", DocumentKind, "document_kind_known"),
            one_of("scan_state", ScanState, "document_scan_state_known"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "sha256"],
                condition=Q(deleted_at__isnull=True, superseded_by__isnull=True),
                name="document_once_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(scan_state=ScanState.NOT_SCANNED, scanned_at__isnull=True)
                | (~Q(scan_state=ScanState.NOT_SCANNED) & Q(scanned_at__isnull=False)),
                name="document_scanned_has_time",
            ),
            models.CheckConstraint(
                condition=Q(file_gone_at__isnull=True) | Q(deleted_at__isnull=False),
                name="document_file_gone_after_removal",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_ref"], name="document_subject"),
            models.Index(fields=["firm", "-uploaded_at"], name="document_firm_uploaded"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"
