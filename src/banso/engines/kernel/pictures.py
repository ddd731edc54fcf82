"""Pictures that people send: told from their bytes, measured before they are decoded, drawn anew.

1. The first bytes say what it is; JPEG, PNG and WebP are taken, whatever the name of the file says.
2. The head of the file gives width and height. A picture with more pixels than its format may have is refused
   here: nothing of it has been decoded. (Decoded, 12,000 x 12,000 pixels take 576 MB.)
3. A JPEG is decoded at the smallest scale that is still large enough; others as a whole.
4. It is turned as its camera said, laid on white, scaled down and written as WebP in two sizes. Nothing of
   the bytes that were sent is kept: neither what cameras write nor anything hidden behind the picture.
"""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image

Rule = Literal["empty", "format", "pixels", "small", "damaged"]

#: The longer side of what is kept, in pixels.
SIZES = (960, 320)
#: So that decoding takes at most 220 MB: a JPEG is decoded at a smaller scale, a WebP in three copies.
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000, "WEBP": 12_000_000}
#: A picture smaller than this says nothing to a buyer.
LEAST_SIDE = 200
_QUALITY = 82
#: One picture at a time in a process, so that memory holds one.
_ONE = threading.Lock()


class NotAPicture(Exception):
    """A file is not taken as a picture.

    Rules: ``empty`` no bytes, ``format`` neither JPEG nor PNG nor WebP, ``pixels`` too many,
    ``small`` too few, ``damaged`` it cannot be decoded. ``width`` and ``height``: where they are known.
    """

    def __init__(self, rule: Rule, width: int = 0, height: int = 0) -> None:
        super().__init__(rule)
        self.rule, self.width, self.height = rule, width, height


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept: width and height of its larger size, and each size as WebP."""

    width: int
    height: int
    files: dict[int, bytes]


def kind_of(head: bytes) -> str | None:
    """The format that the first twelve bytes of a file show: JPEG, PNG or WEBP."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def draw(content: IO[bytes]) -> Drawn:
    """Draw a picture anew in its sizes.

    Raises:
        NotAPicture: for the rules see there.
    """
    # Late: pages that handle no picture do not load the library.
    from PIL import Image

    content.seek(0)
    head = content.read(12)
    if not head:
        raise NotAPicture("empty")
    kind = kind_of(head)
    if kind is None:
        raise NotAPicture("format")
    content.seek(0)
    with _ONE, warnings.catch_warnings():
        # The limits here are lower than those at which the library warns.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(content, formats=(kind,)) as picture:
                return _drawn(picture)
        except Image.DecompressionBombError:
            raise NotAPicture("pixels") from None
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError):
            raise NotAPicture("damaged") from None


def _drawn(picture: Image.Image) -> Drawn:
    from PIL import ImageOps

    width, height = picture.size
    if width * height > MOST_PIXELS[str(picture.format)]:
        raise NotAPicture("pixels", width, height)
    if min(width, height) < LEAST_SIDE:
        raise NotAPicture("small", width, height)
    # A JPEG is decoded at an eighth, a quarter or a half where that is large enough.
    picture.draft("RGB", (SIZES[0], SIZES[0]))
    # Scaled before anything else, so that every further copy is small.
    turned = _on_white(ImageOps.exif_transpose(_scaled(picture, SIZES[0])))
    files = {}
    for side in SIZES:
        out = io.BytesIO()
        _scaled(turned, side).save(out, "WEBP", quality=_QUALITY)
        files[side] = out.getvalue()
    return Drawn(turned.width, turned.height, files)


def _scaled(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its longer side at most so long."""
    from PIL import Image

    if picture.mode not in ("RGB", "RGBA", "L", "LA"):
        # A palette or a profile for print; what may be seen through stays so.
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    ratio = side / max(picture.size)
    if ratio >= 1:
        return picture
    size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if "A" not in picture.getbands():
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
