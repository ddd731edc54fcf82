"""Pictures of the products of the demonstration: drawn here, one for each thing that firms make."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from typing import Any

from banso.apps.products import storage
from banso.demo.names import rows
from banso.engines.kernel.pictures import draw

_WIDTH, _HEIGHT = 640, 480
#: Grounds and goods in quiet colours, taken by the name of the thing.
_GROUNDS = ("#eef1ea", "#f3efe6", "#eaf0f4", "#f4ecec", "#f0eef5")
_GOODS = ("#4d6b4a", "#8a5a2b", "#2f4f6f", "#8c3b3b", "#5b4a7a", "#6b6b5f")
#: By the unit in which a thing is sold, the outline of what it comes in: x0, y0, x1, y1 and the corners.
_OUTLINES = {
    "bottle": ((285, 90, 355, 180, 12), (250, 170, 390, 420, 30)),
    "jar": ((250, 120, 390, 160, 8), (235, 155, 405, 420, 36)),
    "tin": ((230, 130, 410, 165, 10), (238, 160, 402, 420, 6)),
    "bag": ((225, 110, 415, 420, 18),),
    "box": ((170, 190, 470, 420, 6),),
}
_ANY = ((200, 150, 440, 400, 60),)


class Pictures:
    """A picture of each thing, drawn and stored when it is asked for first."""

    def __init__(self) -> None:
        self._drawn: dict[str, tuple[str, int, int]] = {}

    def of(self, thing: Mapping[str, str]) -> dict[str, Any]:
        """The columns of a picture of a thing."""
        key = thing["en"]
        if key not in self._drawn:
            self._drawn[key] = _draw(key, thing["unit"])
        name, width, height = self._drawn[key]
        return {
            "stored_name": name,
            "width": width,
            "height": height,
            "alt_ja": f"{thing['ja']}の包装の絵",
            "alt_en": f"Drawing of {key} in its packing",
        }


def draw_all() -> None:
    """Draw and store the picture of every thing."""
    pictures = Pictures()
    for thing in rows("goods.csv"):
        pictures.of(thing)


def _draw(name: str, unit: str) -> tuple[str, int, int]:
    # Late: only a load draws.
    from PIL import Image, ImageDraw

    lot = zlib.crc32(name.encode())
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _GROUNDS[lot % len(_GROUNDS)])
    pen = ImageDraw.Draw(picture)
    pen.ellipse((150, 395, 490, 445), fill="#d9d9d3")
    colour = _GOODS[lot // 7 % len(_GOODS)]
    for *corners, radius in _OUTLINES.get(unit, _ANY):
        pen.rounded_rectangle(corners, radius, fill=colour)
    pen.rectangle((270, 260, 370, 340), fill="#fbfaf5")
    pen.line((285, 285, 355, 285), fill=colour, width=6)
    pen.line((285, 310, 335, 310), fill=colour, width=4)
    content = io.BytesIO()
    picture.save(content, "PNG")
    made = storage.store(draw(content))
    return made.name, made.width, made.height
