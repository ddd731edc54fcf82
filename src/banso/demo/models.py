"""The mark that says: this database holds demonstration data and nothing else."""

from __future__ import annotations

from django.db import models


class Portfolio(models.Model):
    """How the demonstration portfolio in this database was made."""

    firms = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    as_of = models.DateField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.firms} firms, seed {self.seed}, as of {self.as_of}"
