"""Finding records by the id that they had before, by their reference, or by a number of their own."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.imports.models import OldId
from banso.web.normalise import code_text


class Known:
    """What is stored, read once for a file and kept up with its rows."""

    def __init__(self) -> None:
        self._old = {(row.kind, row.old): row.ref for row in OldId.objects.order_by("pk")}

    def ref(self, kind: str, old: str) -> str | None:
        """The reference of the record that had this id; None if there is none."""
        return self._old.get((kind, old))

    def keep(self, kind: str, old: str, ref: str) -> None:
        """Store by which id a record was known."""
        OldId.objects.create(kind=kind, old=old, ref=ref)
        self._old[kind, old] = ref

    def office(self, text: str, field: str) -> Office:
        """An office by its code or old id."""
        found = self._offices.get(self.ref("offices", text) or text)
        if found is None:
            found = Office.objects.filter(code=self.ref("offices", text) or text).first()
        if found is None:
            raise Refused("office_unknown", _("No office has this code or old id."), field)
        self._offices[found.code] = found
        return found

    def expert(self, text: str, field: str) -> Expert:
        """An expert by code or old id."""
        found = Expert.objects.filter(code=self.ref("experts", text) or text).first()
        if found is None:
            raise Refused("expert_unknown", _("No expert has this code or old id."), field)
        return found

    def firm(self, text: str, field: str) -> Firm:
        """A firm by old id, reference or corporate number."""
        ref = self.ref("firms", text)
        found = (
            Firm.objects.filter(ref=ref or text).first()
            or Firm.objects.filter(corporate_number=code_text(text)).first()
        )
        if found is None:
            message = _("No firm has this reference, corporate number or old id.")
            raise Refused("firm_unknown", message, field)
        return found

    def case(self, text: str, field: str) -> Case:
        """A case by its reference or old id."""
        found = Case.objects.select_related("firm", "expert").filter(ref=self.ref("cases", text) or text)
        case = found.first()
        if case is None:
            raise Refused("case_unknown", _("No case has this reference or old id."), field)
        return case

    @cached_property
    def _offices(self) -> dict[str, Office]:
        return {office.code: office for office in Office.objects.order_by("pk")}
