"""Pages on which a firm, or its office for it, says who is reached there and about what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory import lists, services
from banso.apps.directory.forms import ContactForm
from banso.apps.directory.models import Contact, Firm
from banso.apps.directory.views import contacts_of, find_firm, is_own
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text, frame_of

#: What each kind of mail is called.
MAILS = {
    services.Mail.SUPPORT: _("Decisions about support"),
    services.Mail.EXPORTS: _("Questions about exports"),
    services.Mail.MEETINGS: _("Invitations to meetings"),
}


@requires(Action.FIRM_EDIT)
@require_GET
def people(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is reached at a firm. That the office looks at the details is written down."""
    access: Access = request.access  # type: ignore[attr-defined]
    firm = find_firm(request, Action.FIRM_EDIT, ref)
    contacts, own = contacts_of(firm), is_own(access, firm)
    if contacts and not own:
        services.open_contacts(access.actor(Action.FIRM_EDIT), firm, contacts)
    main = services.main_contact(firm)
    context = {
        "firm": firm,
        "own": own,
        "people": [
            (contact, contact == main, _mails(contact), own and contact.user_id == access.user.pk)
            for contact in contacts
        ],
        "unread": [words for mail, words in MAILS.items() if not _anybody(contacts, mail)],
        "back": lists.firm_address(firm),
        "frame": frame_of(access),
    }
    return render(request, "directory/people.html", context)


def _mails(contact: Contact) -> list[Text]:
    return [words for mail, words in MAILS.items() if getattr(contact, f"mails_{mail}")]


def _anybody(contacts: list[Contact], mail: services.Mail) -> bool:
    return not contacts or any(contact.email and getattr(contact, f"mails_{mail}") for contact in contacts)


class _OfFirm(Act):
    """Something done to the people of a firm."""

    action = Action.FIRM_EDIT
    firm: Firm

    def back(self) -> str:
        """The people of the firm; the first page for who may not change them."""
        if self.access.allows(Action.FIRM_EDIT, self.firm):
            return reverse("directory:people", args=[self.firm.ref])
        return reverse("today:home")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the people of the firm."""
        return [(lists.firm_address(self.firm), self.firm.name), (self.back(), _("Contacts"))]


class AddContact(_OfFirm):
    """One more person at a firm."""

    title, verb, done = _("Add a contact"), _("Add"), _("The contact was added.")

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The firm, within reach."""
        self.firm = find_firm(self.request, self.action, ref)

    def form(self, data: Any) -> forms.ModelForm:
        """An empty form."""
        return ContactForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add the contact."""
        services.add_contact(actor, self.firm, services.ContactData(**data))

    def subtitle(self) -> Text:
        """Of which firm."""
        return formats.joined(self.firm.name, self.firm.ref)


class _OfContact(_OfFirm):
    """Something done to one contact."""

    contact: Contact

    def find(self, ref: str, pk: int, **_kwargs: Any) -> None:
        """The contact, within reach, still at the firm."""
        rows = Contact.objects.filter(erased_at__isnull=True).select_related("firm__office")
        within = self.access.rows(self.action, rows)
        self.contact = get_object_or_404(within, firm__ref=ref, pk=pk)
        self.firm = self.contact.firm

    def subtitle(self) -> Text:
        """Who, at which firm."""
        return formats.joined(self.contact.name, self.firm.name)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page names the person: that the office looked is written down."""
        self.find(**kwargs)
        if not is_own(self.access, self.firm):
            services.open_contacts(self.access.actor(self.action), self.firm, [self.contact])
        return self.page(self.form(None))


class EditContact(_OfContact):
    """Change how a person is reached, and about what."""

    title, verb, done = _("Change a contact"), _("Store"), _("The contact was stored.")

    def form(self, data: Any) -> forms.ModelForm:
        """The form, filled in."""
        return ContactForm(data, instance=self.contact, initial={"phone": self.contact.phone})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the contact."""
        services.change_contact(actor, self.contact, services.ContactData(**data))


class ChooseMain(_OfContact):
    """Let the firm be written to at this person first."""

    title, verb = _("Main contact"), _("Make this person the main contact")
    done = _("The main contact was chosen.")
    intro = _(
        "The office writes to the main contact first. Every firm has one; the one before stays a contact."
    )

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Choose."""
        services.choose_main_contact(actor, self.contact)

    def known(self) -> list[tuple[Text, Any]]:
        """Who it is now, and who it would be."""
        now = services.main_contact(self.firm)
        return [
            (_("Main contact now"), now.name if now else formats.unknown(None)),
            (_("Main contact from now on"), formats.joined(self.contact.name, self.contact.email)),
        ]


class RemoveContact(_OfContact):
    """Somebody is no longer at the firm."""

    title, verb = _("Take a contact out"), _("Take out")
    done = _("The contact was taken out.")
    intro = _(
        "From now on the person gets no mail about the firm and can no longer act for it here. "
        "What the person did stays on record."
    )

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take out."""
        services.remove_contact(actor, self.contact)

    def known(self) -> list[tuple[Text, Any]]:
        """Who it is."""
        return [(_("Name"), formats.joined(self.contact.name, self.contact.position))]


class EraseContact(_OfContact):
    """Erase a contact for good, after asking."""

    action = Action.CONTACT_ERASE
    title, verb, done = _("Erase a contact"), _("Erase for good"), _("The contact was erased.")
    intro = _(
        "Name, position, mail address and telephone are erased for good; that there was a contact stays."
    )

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Erase the contact."""
        services.erase_contact(actor, self.contact)
