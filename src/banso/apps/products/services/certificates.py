"""What is done about a certificate that is about to end, or has ended. Each step once."""

from __future__ import annotations

from banso.apps.base import hold
from banso.apps.directory.services import Mail
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.services import send_to_firm
from banso.apps.products.models import Certificate, CertificateTold, Product
from banso.apps.products.services.shared import subject

#: So many days before its last day the firm is told of the end of a certificate.
STEPS = (60, 14)
ENDED = 0
LETTER = "products.certificate_ending"


@service
def tell_of_end(actor: Actor, certificate: Certificate, step: int) -> bool:
    """Write to the firm that a certificate of what it has published is about to end; False if it was done."""
    return _note(actor, certificate, step, "product.certificate_told")


@service
def note_end(actor: Actor, certificate: Certificate) -> bool:
    """Note that a certificate of what is published has ended, for who lists it; False if it was done."""
    return _note(actor, certificate, ENDED, "product.certificate_ended")


def _note(actor: Actor, certificate: Certificate, step: int, action: str) -> bool:
    product = hold(Product.objects.select_related("firm")).get(pk=certificate.edition.product_id)
    ends = certificate.expires_on
    assert ends is not None
    _row, new = CertificateTold.objects.get_or_create(
        product=product,
        kind=certificate.kind,
        expires_on=ends,
        days=step,
        defaults={"at": actor.at},
    )
    if not new:
        return False
    payload = {"edition": certificate.edition.number, "certificate": certificate.kind.code}
    record(actor, action, subject(product), payload | {"until": ends.isoformat(), "days": step})
    if step != ENDED:
        references = {"product": product.ref, "certificate": certificate.kind.code}
        send_to_firm(actor, product.firm, Mail.SUPPORT, LETTER, subject(product), references)
    return True
