"""Screening: who may judge, the scores on published parts, views, and what a discussion agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, ScopePaths, one_of
from banso.apps.selection.models.applications import Application

#: The best that a part can score.
MOST_POINTS = 4


class ScorePart(CodedModel):
    """A part on which potential is scored, with what each number of points stands for."""

    weight = models.PositiveSmallIntegerField(_("weight"))
    anchor_0_ja = models.CharField(max_length=200)
    anchor_0_en = models.CharField(max_length=200)
    anchor_1_ja = models.CharField(max_length=200)
    anchor_1_en = models.CharField(max_length=200)
    anchor_2_ja = models.CharField(max_length=200)
    anchor_2_en = models.CharField(max_length=200)
    anchor_3_ja = models.CharField(max_length=200)
    anchor_3_en = models.CharField(max_length=200)
    anchor_4_ja = models.CharField(max_length=200)
    anchor_4_en = models.CharField(max_length=200)

    class Meta(CodedModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1), name="score_part_has_weight")]

    @property
    def anchors(self) -> list[tuple[int, str]]:
        """Each number of points with what it stands for, in the language of the page."""
        language = "en" if get_language() == "en" else "ja"
        return [(points, getattr(self, f"anchor_{points}_{language}")) for points in range(MOST_POINTS + 1)]


class Conflict(models.TextChoices):
    NONE = "none", _("No conflict of interest")
    EMPLOYED = "employed", _("I work or worked for the firm")
    OWNS = "owns", _("I own a part of the firm")
    FAMILY = "family", _("Somebody close to me works for the firm or owns a part of it")
    ADVISES = "advises", _("I advise the firm or sell to it")
    COMPETES = "competes", _("I have to do with a competitor of the firm")
    OTHER = "other", _("Another reason")


class Declaration(models.Model):
    """What a reviewer declared before opening an application. With a conflict he or she is out."""

    scope_paths = ScopePaths(assigned=("reviewer",))

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declarations")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations"
    )
    conflict = models.CharField(_("conflict of interest"), max_length=10, choices=Conflict.choices)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("conflict", Conflict, "declaration_conflict_known"),
            models.UniqueConstraint(fields=["application", "reviewer"], name="declaration_once_a_reviewer"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.conflict}"


class View(models.TextChoices):
    ADOPT = "adopt", _("Adopt")
    DECLINE = "decline", _("Decline")
    DISCUSS = "discuss", _("To be discussed")


class Feasible(models.TextChoices):
    YES = "yes", _("It can be reached")
    NO = "no", _("It cannot be reached")
    UNKNOWN = "unknown", _("Cannot be told from the application")


class Screening(models.Model):
    """What one reviewer thinks of one revision: scores, and a view with an opinion apart from them."""

    scope_paths = ScopePaths(office="application__office", assigned=("reviewer",))

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="screenings")
    revision = models.PositiveSmallIntegerField(_("revision"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="screenings",
    )
    view = models.CharField(_("view"), max_length=10, choices=View.choices)
    #: Whether the reviewer thinks that the goal can be reached; empty: was not asked.
    goal_feasible = models.CharField(_("goal"), max_length=10, choices=Feasible.choices, blank=True)
    opinion = models.TextField(_("opinion"), max_length=2000)
    screened_at = models.DateTimeField(_("screened at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("view", View, "screening_view_known"),
            models.CheckConstraint(
                condition=Q(goal_feasible__in=["", *Feasible.values]), name="screening_goal_feasible_known"
            ),
            models.UniqueConstraint(
                fields=["application", "revision", "reviewer"], name="screening_once_a_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.view}"


class _Points(models.Model):
    """Points for one part; empty: not scored, which is never zero."""

    part = models.ForeignKey(ScorePart, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points given"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.part_id} {self.points}"


class Score(_Points):
    """What a reviewer gave for one part."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="scores")

    class Meta:
        ordering = ("screening_id", "part_id")
        constraints = [
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=MOST_POINTS), name="score_in_range"
            ),
            models.UniqueConstraint(fields=["screening", "part"], name="score_once_a_part"),
        ]


class Discussion(models.Model):
    """What reviewers who differed propose to agree on. It holds once each of them has assented."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="discussions")
    revision = models.PositiveSmallIntegerField(_("revision"))
    #: A result that was not assented to is followed by another.
    number = models.PositiveSmallIntegerField(_("number"))
    view = models.CharField(_("view"), max_length=10, choices=View.choices)
    note = models.TextField(_("note on the discussion"), max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("view", View, "discussion_view_known"),
            models.UniqueConstraint(
                fields=["application", "revision", "number"], name="discussion_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class AgreedScore(_Points):
    """What a discussion proposes for one part."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="scores")

    class Meta:
        ordering = ("discussion_id", "part_id")
        constraints = [
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=MOST_POINTS), name="agreed_score_in_range"
            ),
            models.UniqueConstraint(fields=["discussion", "part"], name="agreed_score_once_a_part"),
        ]


class Assent(models.Model):
    """A reviewer agrees to what a discussion proposes."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="assents")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assented_at = models.DateTimeField(_("assented at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["discussion", "reviewer"], name="assent_once_a_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.discussion_id} {self.reviewer_id}"
