"""Pages of the pictures of a product, and the pictures themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.products import services
from banso.apps.products.acts import OnProduct
from banso.apps.products.models import EditionState, Image, Product
from banso.apps.products.selectors import may_see_picture
from banso.apps.products.sending import send_picture
from banso.apps.products.services.pictures import MOST
from banso.web import forms
from banso.web.acts import Text


@requires(Action.PRODUCT_VIEW)
@require_GET
def picture(request: HttpRequest, ref: str, name: str, size: int) -> HttpResponse:
    """A picture of a product within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(access.rows(Action.PRODUCT_VIEW, Product.objects.all()), ref=ref)
    if not may_see_picture(access, found, name):
        raise Http404
    return send_picture(name, size)


class PictureForm(forms.Form):
    """A picture and what is to be seen on it."""

    file = forms.UploadField(
        label=_("Picture"), accept=".jpg,.jpeg,.png,.webp",
        help_text=_("JPEG, PNG or WebP. Place, time and camera are taken out of it."),
    )  # fmt: skip
    alt_ja = forms.CharField(
        label=_("What is to be seen (Japanese)"), max_length=160,
        help_text=_("For buyers who do not see the picture, for example: bottle with a red label."),
    )  # fmt: skip
    alt_en = forms.CharField(label=_("What is to be seen (English)"), max_length=160)


class ArrangeForm(forms.Form):
    """Place and words of each picture."""

    def __init__(self, data: Any, images: list[Image]) -> None:
        super().__init__(data)
        self.images = images
        for number, image in enumerate(images, 1):
            self.fields[f"place_{image.pk}"] = forms.IntegerField(
                label=_("Place in the row"), initial=number, min_value=1, max_value=99
            )
            for language, label in (("ja", _("Japanese")), ("en", _("English"))):
                self.fields[f"alt_{language}_{image.pk}"] = forms.CharField(
                    label=label, max_length=160, initial=getattr(image, f"alt_{language}")
                )

    @property
    def lines(self) -> list[tuple[Image, list[Any]]]:
        """Each picture with its fields."""
        names = ("place", "alt_ja", "alt_en")
        return [(image, [self[f"{name}_{image.pk}"] for name in names]) for image in self.images]


class _OnEdition(OnProduct):
    """Something done to the pictures of the edition that is being written."""

    action = Action.PRODUCT_WRITE

    def find(self, ref: str = "", **kwargs: Any) -> None:
        """The product; only what is being written has pictures to change."""
        super().find(ref, **kwargs)
        found = self.standing.open
        if found is None or found.state == EditionState.WAITING:
            raise Http404
        self.images = list(found.images.all())

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the product."""
        here = reverse("products:pictures", args=[self.product.ref])
        product = reverse("products:product", args=[self.product.ref])
        start = [(reverse("products:product_list"), _("Products")), (product, self.product.article)]
        return start if isinstance(self, Pictures) else [*start, (here, _("Pictures"))]

    def back(self) -> str:
        """The pictures."""
        return reverse("products:pictures", args=[self.product.ref])


class Pictures(_OnEdition):
    """The pictures in their order, with their words."""

    title, verb, done = _("Pictures"), _("Store order and words"), _("Stored.")
    template = "products/pictures.html"

    def form(self, data: Any) -> forms.Form:
        """Their places and words."""
        return ArrangeForm(data, self.images)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store them; of two at the same place the one that was before stays before."""
        ordered = sorted(self.images, key=lambda image: data[f"place_{image.pk}"])
        order = [
            (image.pk, services.Words(data[f"alt_ja_{image.pk}"], data[f"alt_en_{image.pk}"]))
            for image in ordered
        ]
        services.arrange_pictures(actor, self.edition, order)

    def more(self) -> dict[str, Any]:
        """The product, and whether there is room for one more."""
        return {"product": self.product, "most": MOST, "has_room": len(self.images) < MOST}


class Add(_OnEdition):
    """Add a picture."""

    title, verb, done = _("Add a picture"), _("Add it"), _("Added.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The picture is read before anything is written: that takes a moment."""
        self.find(**kwargs)
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            words = services.Words(data["alt_ja"], data["alt_en"])
            try:
                read = services.read_picture(data["file"])
                services.add_picture(self.access.actor(self.action), self.edition, read, words)
            except Refused as refused:
                form.refuse(refused)
            else:
                return redirect(self.back())
        return self.page(form)

    def form(self, data: Any) -> forms.Form:
        """A file and its words."""
        return PictureForm(data)


class Remove(_OnEdition):
    """Take a picture away."""

    title, verb, done = _("Remove the picture"), _("Remove it"), _("Removed.")
    intro = _("What is published keeps the picture until this edition is published.")

    def find(self, ref: str = "", pk: int = 0, **kwargs: Any) -> None:
        """The picture of the edition."""
        super().find(ref, **kwargs)
        self.image = next((image for image in self.images if image.pk == pk), None)
        if self.image is None:
            raise Http404

    def known(self) -> list[tuple[Text, Any]]:
        """What is to be seen on it."""
        assert self.image is not None
        return [(_("What is to be seen"), f"{self.image.alt_ja}\n{self.image.alt_en}")]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it away."""
        assert self.image is not None
        services.remove_picture(actor, self.image)
