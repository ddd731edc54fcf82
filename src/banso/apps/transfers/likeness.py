"""Which firms may be one and the same. The rule, as the page says it:

1. Two firms with two corporate numbers are two firms, however alike they are.
2. The same name in the same prefecture is enough by itself. Names are compared without the legal form
   (株式会社, Co., Ltd. ...), width, case, spaces and marks.
3. Otherwise two of these three must agree: the name in kana, a telephone number of a contact, the domain of a
   contact's mail address. Domains that many share (free mail, providers) say nothing.

A pair that somebody said to be two is not asked about again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Contact, Firm
from banso.apps.transfers.models import NotSame
from banso.engines.search.folding import fold, key
from banso.web.normalise import code_text

#: A sign that more firms than this share tells nothing about any two of them.
LARGEST_GROUP = 8
_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|\(同\)"
    r"|\b(?:co\.?,? ?ltd|ltd|inc|corp|corporation|company|llc|k\.?k)\b\.?"
)
_KANA_FORMS = re.compile(r"カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ")
_MARKS = re.compile(r"[\s\W_]+")
_SHARED_DOMAINS = frozenset(
    {
        "gmail.com", "yahoo.co.jp", "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "icloud.com",
        "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "ocn.ne.jp", "nifty.com", "biglobe.ne.jp",
    }
)  # fmt: skip

NAME, KANA, PHONE, DOMAIN = "name", "kana", "phone", "domain"
SIGNS: dict[str, Promise] = {
    NAME: _("same name and prefecture"),
    KANA: _("same name in kana"),
    PHONE: _("same telephone number"),
    DOMAIN: _("same mail domain"),
}


@dataclass(frozen=True)
class Alike:
    """Two firms, the older one first, and what agrees."""

    first: Firm
    second: Firm
    signs: tuple[str, ...]


def name_key(name: str) -> str:
    """A name without legal form, width, case, spaces and marks."""
    return _MARKS.sub("", _FORMS.sub(" ", fold(name)))


def kana_key(name: str) -> str:
    """A name in kana, compared likewise."""
    return _MARKS.sub("", _KANA_FORMS.sub("", key(name)))


def phone_key(phone: str) -> str:
    """The digits of a telephone number; empty for what is too short to tell anything."""
    digits = re.sub(r"\D", "", code_text(phone))
    return digits if len(digits) >= 9 else ""


def domain_key(email: str) -> str:
    """The domain of an address; empty for one that many share."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in _SHARED_DOMAINS else domain


def alike(firms: Iterable[Firm]) -> list[Alike]:
    """The pairs among these firms that may be one, oldest first. Four reads, whatever their number."""
    by_pk = {firm.pk: firm for firm in firms if firm.merged_into_id is None}
    groups: dict[tuple[str, Any], set[int]] = defaultdict(set)
    for firm in by_pk.values():
        groups[NAME, (name_key(firm.name), firm.prefecture_id)].add(firm.pk)
        groups[KANA, kana_key(firm.name_kana)].add(firm.pk)
    contacts = Contact.objects.present().order_by("pk")
    for pk, phone, email in contacts.values_list("firm_id", "phone", "email"):
        if pk in by_pk:
            groups[PHONE, phone_key(phone)].add(pk)
            groups[DOMAIN, domain_key(email)].add(pk)
    signs: dict[tuple[int, int], set[str]] = defaultdict(set)
    for (sign, said), members in groups.items():
        said = said[0] if sign == NAME else said
        if said and 1 < len(members) <= LARGEST_GROUP:
            for pair in combinations(sorted(members), 2):
                signs[pair].add(sign)
    settled = set(NotSame.objects.values_list("first_id", "second_id").order_by("pk"))
    return [
        Alike(by_pk[one], by_pk[other], tuple(sign for sign in SIGNS if sign in found))
        for (one, other), found in sorted(signs.items())
        if (one, other) not in settled
        and (NAME in found or len(found) >= 2)
        and not (by_pk[one].corporate_number and by_pk[other].corporate_number)
    ]
