"""Whether a text tells how its writer is reached: by mail, by telephone, on the web.

It is written for people who have not been introduced yet. It finds what is written in the usual ways, also in
full width, and leaves prices, dates, GTINs and customs codes alone; who wants to get around it can.
"""

from __future__ import annotations

import re
import unicodedata

MAIL, PHONE, WEB = "mail", "phone", "web"

_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+", re.IGNORECASE
)
_WEB = re.compile(r"https?://|\bwww\.\w", re.IGNORECASE)
_PHONE = re.compile(
    r"""
      \+\s?\d[\d\s().-]{5,}\d                                    # +81 3 1234 5678
    | (?<![\d.,-])\(?0\d{1,4}\)?[-\s.]{1,2}\d{1,4}[-\s.]\d{3,4}(?![\d-])  # 03-1234-5678
    | (?<![\d.,-])0\d{9,10}(?![\d-])                             # 09012345678
    | (?<![\d.,-])\(?\d{3}\)?[-\s.]\d{3}[-\s.]\d{4}(?![\d-])     # (604) 555-0142
    | (?<![\d.,-])1[3-9]\d{9}(?![\d-])                           # 13800138000, a mobile phone in China
    | (?:tel|phone|mobile|whatsapp|wechat|line|電話|携帯|电话|手机|微信)   # phone: 123456
      \s?(?:no\.?|id|番号|号码)?\s?[:.]?\s?\d[\d\s-]{4,}\d
    """,
    re.IGNORECASE | re.VERBOSE,
)


def contact_details(text: str) -> str:
    """What of these a text holds first: ``mail``, ``web``, ``phone``, or nothing."""
    plain = unicodedata.normalize("NFKC", text)
    for kind, pattern in ((MAIL, _MAIL), (WEB, _WEB), (PHONE, _PHONE)):
        if pattern.search(plain):
            return kind
    return ""
