"""A version as a workbook: out to Excel, and back in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.policies import selectors, services
from banso.apps.policies.acts import OnVersion
from banso.apps.policies.forms import UploadForm
from banso.apps.policies.grids import shape
from banso.apps.policies.messages import message
from banso.apps.policies.reach import find
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.policy.folder import write_files
from banso.engines.policy.sheets import read_workbook, write_workbook
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.downloads import download

_FAULTS_SHOWN = 200


@requires(Action.POLICY_VIEW)
@require_GET
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The tables of a version as an Excel workbook."""
    version = find(request, code)
    try:
        policy = selectors.policy_of(version)
    except ValueError:
        back = {"version": version, "frame": frame_of(request.access)}  # type: ignore[attr-defined]
        return render(request, "policies/unreadable.html", back, status=409)
    name = f"{version.code}-{version.edition}.xlsx"
    return download(write_workbook(policy, formats.language()), name)


class Upload(OnVersion):
    """Read a workbook into a draft."""

    action = Action.POLICY_EDIT
    title, verb = gettext_lazy("Read in a workbook"), gettext_lazy("Read it in")
    done = gettext_lazy("The workbook is read in. Look through the difference before you go on.")
    template = "policies/upload.html"
    faults: tuple[Fault, ...] = ()

    def form(self, data: Any) -> forms.Form:
        """The file."""
        return UploadForm(data, self.request.FILES or None, initial=self.initial())

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Read all of it, or nothing."""
        file = data["file"]
        reading = read_workbook(file.read(), file.name, shape(self.version.files))
        if reading.policy is None:
            self.faults = errors_among(reading.faults)
            raise Refused("unreadable", _("The workbook has faults. Nothing was stored."), "file")
        try:
            services.save_files(actor, self.version, write_files(reading.policy), data["edition"])
        except services.Unreadable as unreadable:
            self.faults = unreadable.faults
            raise

    def more(self) -> dict[str, Any]:
        """The faults by place."""
        lines = [
            {"sheet": fault.file.rpartition(":")[2], "row": fault.row, "column": fault.column,
             "value": fault.value, "message": message(fault)}
            for fault in self.faults[:_FAULTS_SHOWN]
        ]  # fmt: skip
        return {"faults": lines, "faults_left": max(len(self.faults) - _FAULTS_SHOWN, 0)}
