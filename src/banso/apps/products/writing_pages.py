"""Pages on which a firm writes a product. What cannot be stored is told all at once, with the input kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.base import Faulty, Refused
from banso.apps.directory.models import Firm
from banso.apps.products import content, selectors, services
from banso.apps.products.forms import BeginForm, ProductForm, WholeForm
from banso.apps.products.models import Edition, EditionState, Product
from banso.apps.products.words import rows_of
from banso.web.acts import frame_of


class _Writing(View):
    """The form of a product, empty or with what is said so far."""

    action = Action.PRODUCT_WRITE
    #: The product that is written, where there is one already.
    product: Product | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep who asks and the day."""
        super().setup(request, *args, **kwargs)
        self.access: Access = request.access  # type: ignore[attr-defined]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, or where to go when there is nothing to write."""
        elsewhere = self.find(**kwargs)
        return elsewhere or self.page(self.form(None))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store what was said, or show every fault of it."""
        elsewhere = self.find(**kwargs)
        if elsewhere:
            return elsewhere
        form = self.form(request.POST)
        readable = form.is_valid()
        faults = content.check(form.content(), self.access.today).faults
        if readable and not faults:
            try:
                edition = self.store(form)
            except Faulty as fault:
                faults = fault.faults
            except Refused as refused:
                faults = [refused]
            else:
                messages.success(request, _("Stored."))
                return redirect("products:product", edition.product.ref)
        form.refuse(faults)
        return self.page(form)

    def page(self, form: WholeForm) -> HttpResponse:
        """The page around the form."""
        context = {"form": form, "product": self.product, "frame": frame_of(self.access), **self.more()}
        return render(self.request, "products/write.html", context)

    def find(self, **kwargs: Any) -> HttpResponse | None:
        """Find what is written; a way elsewhere where it cannot be written now."""
        raise NotImplementedError

    def form(self, data: Any) -> WholeForm:
        """The form."""
        raise NotImplementedError

    def store(self, form: WholeForm) -> Edition:
        """Call the service."""
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """What the page shows besides."""
        return {}


class Begin(_Writing):
    """Begin a product."""

    def find(self, **kwargs: Any) -> HttpResponse | None:
        """The firm of who asks."""
        firms = self.access.rows(Action.PRODUCT_WRITE, Firm.objects.order_by("pk"))
        self.firm = get_object_or_404(firms[:1])
        return None

    def form(self, data: Any) -> WholeForm:
        """An empty form."""
        return WholeForm(BeginForm, data, self.access.today)

    def store(self, form: WholeForm) -> Edition:
        """Begin it."""
        actor = self.access.actor(self.action)
        return services.begin(actor, self.firm, form.main.cleaned_data["article"], form.content())


class Write(_Writing):
    """Change an edition that is being written."""

    def find(self, ref: str, **_kwargs: Any) -> HttpResponse | None:
        """The open edition; while it waits for its review, or where there is none, the product says so."""
        rows = self.access.rows(Action.PRODUCT_WRITE, Product.objects.prefetch_related("editions"))
        self.product = get_object_or_404(rows, ref=ref)
        found = selectors.standing(self.product).open
        if found is None or found.state == EditionState.WAITING:
            messages.info(self.request, _("There is no edition of this product that can be changed now."))
            return redirect("products:product", ref)
        editions = Edition.objects.select_related("product", "category")
        self.edition = editions.prefetch_related(*selectors.PARTS).get(pk=found.pk)
        return None

    def form(self, data: Any) -> WholeForm:
        """What is said so far."""
        said = selectors.content_of(self.edition)
        return WholeForm(ProductForm, data, self.access.today, said, seen=self.edition.revision)

    def store(self, form: WholeForm) -> Edition:
        """Store it, unless somebody else has changed it meanwhile."""
        actor, seen = self.access.actor(self.action), form.main.cleaned_data.get("seen")
        try:
            return services.write(actor, self.edition, form.content(), seen)
        except Refused as refused:
            if refused.rule == "as_seen":
                # Sent again, it counts: the page says so.
                form.main.data = form.main.data.copy()
                form.main.data["seen"] = str(self.edition.revision)
            raise

    def more(self) -> dict[str, Any]:
        """What reviewers said."""
        return {"commented": [row for row in rows_of(self.edition) if row.comments]}
