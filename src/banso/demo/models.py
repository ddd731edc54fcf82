"""The mark that says: this database holds demonstration data and nothing else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _


class Portfolio(models.Model):
    """How the demonstration portfolio in this database was made."""

    firms = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    as_of = models.DateField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return _("%(firms)s firms, seed %(seed)s, as of %(as_of)s") % {
            "firms": f"{self.firms:,}",
            "seed": self.seed,
            "as_of": self.as_of.isoformat(),
        }
