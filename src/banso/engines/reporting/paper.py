"""Papers to print: a Typst template and its words become a PDF. Only the fonts that Banso brings are used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


def pdf(template: Path, words: Mapping[str, Any], day: date, files: Path | None = None) -> bytes:
    """Return the PDF of a template that reads ``words`` as JSON from ``sys.inputs.words``.

    ``day`` is the day that the file says it was made on: the same paper has the same bytes. ``files`` is the
    folder of the pictures that the words name; without it the template reads what lies beside it.

    Raises:
        typst.TypstError: the template does not fit the words.
    """
    import typst

    made = datetime.combine(day, time.min, ZoneInfo("Asia/Tokyo"))
    return typst.compile(
        template if files is None else template.read_bytes(),
        root=files or template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        timestamp=int(made.timestamp()),
    )


@cache
def _fonts() -> list[str]:
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular

    return [str(font.FONT_PATH.parent) for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
