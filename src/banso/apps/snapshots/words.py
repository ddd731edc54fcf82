"""What is said of snapshots."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Why a snapshot was not taken, by code.
FAULTS: Mapping[str, Promise] = {
    "disk_full": _("There is no room left on the disk. Nothing was kept of it."),
    "unwritable": _("The folder of snapshots cannot be written to. Nothing was kept of it."),
    "broken": _("The system stopped with a fault. Nothing was kept of it; tell an administrator."),
    "killed": _("The worker was stopped meanwhile. Nothing was kept of it."),
}

#: Why a snapshot cannot be read, by rule.
BROKEN: Mapping[str, Promise] = {
    "missing": _("%(file)s is missing."),
    "tampered": _("%(file)s was changed since the snapshot was taken."),
    "other_edition": _("The snapshot was taken by another version of Banso, whose tables were different."),
}
