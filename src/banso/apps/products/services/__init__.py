"""Writing in the room of products."""

from banso.apps.products.services.certificates import note_end, tell_of_end
from banso.apps.products.services.pictures import (
    Words,
    add_picture,
    arrange_pictures,
    read_picture,
    remove_picture,
)
from banso.apps.products.services.reviewing import publish, resume, send_back, suspend, withdraw
from banso.apps.products.services.shared import subject
from banso.apps.products.services.writing import begin, drop, hand_in, next_edition, take_back, write

__all__ = [
    "Words",
    "add_picture",
    "arrange_pictures",
    "begin",
    "drop",
    "hand_in",
    "next_edition",
    "note_end",
    "publish",
    "read_picture",
    "remove_picture",
    "resume",
    "send_back",
    "subject",
    "suspend",
    "take_back",
    "tell_of_end",
    "withdraw",
    "write",
]
