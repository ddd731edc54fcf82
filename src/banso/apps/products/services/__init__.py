"""Writing in the room of products."""

from banso.apps.products.services.reviewing import publish, resume, send_back, suspend, withdraw
from banso.apps.products.services.writing import Faulty, begin, drop, hand_in, next_edition, take_back, write

__all__ = [
    "Faulty",
    "begin",
    "drop",
    "hand_in",
    "next_edition",
    "publish",
    "resume",
    "send_back",
    "suspend",
    "take_back",
    "withdraw",
    "write",
]
