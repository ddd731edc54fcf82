"""What a file is, told from its bytes, and whether that is what its name says.

Only the formats listed here are taken. A format is proved, never guessed: what is not recognised is refused,
so that no list of harmful formats has to be complete. Office files are opened far enough to see what they are
and what they hold; nothing of them is unpacked.
"""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Literal

Rule = Literal["empty", "ending", "content", "protected", "macros", "active", "unpacked", "damaged"]

_OFFICE = "application/vnd.openxmlformats-officedocument."
#: The part of an Office file that says what each of its parts is.
_PARTS = "[Content_Types].xml"
_MEGABYTE = 1024 * 1024
_BLOCK = 64 * 1024

#: Office before 2007, and any Office file with a password.
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an Office file may unpack to: in all, against its size, in parts."""

    unpacked_bytes: int = 200 * _MEGABYTE
    ratio: int = 200
    parts: int = 5_000


LIMITS = Limits()


class NotTaken(Exception):
    """A file is not taken.

    Rules: ``empty`` no bytes, ``ending`` a format that is not taken at all, ``content`` not what the ending
    says, ``protected`` by a password, ``macros`` it holds programs, ``active`` it holds controls that run,
    ``unpacked`` it would unpack to far more than its size, ``damaged`` it cannot be read.
    """

    def __init__(self, rule: Rule, ending: str) -> None:
        super().__init__(f"{rule}: {ending}")
        self.rule, self.ending = rule, ending


@dataclass(frozen=True, slots=True)
class _Format:
    content_type: str
    prove: Callable[[IO[bytes], str, Limits], None]


def recognise(name: str, content: IO[bytes], limits: Limits = LIMITS) -> str:
    """The media type of a file whose bytes are what the ending of its name says.

    Raises:
        NotTaken: for the rules see there. ``content`` may be left anywhere in the stream.
    """
    ending = PurePath(name).suffix.lower().removeprefix(".")
    known = _FORMATS.get(ending)
    if known is None:
        raise NotTaken("ending", ending)
    content.seek(0)
    if not content.read(1):
        raise NotTaken("empty", ending)
    known.prove(content, ending, limits)
    return known.content_type


def _begins(*signatures: bytes) -> Callable[[IO[bytes], str, Limits], None]:
    def prove(content: IO[bytes], ending: str, _limits: Limits) -> None:
        content.seek(0)
        if not content.read(max(map(len, signatures))).startswith(signatures):
            raise NotTaken("content", ending)

    return prove


def _office(main: str) -> Callable[[IO[bytes], str, Limits], None]:
    """An Office file whose main part is of this type, with nothing in it that runs."""

    def prove(content: IO[bytes], ending: str, limits: Limits) -> None:
        content.seek(0)
        head = content.read(4)
        if head == _OLE:
            raise NotTaken("protected", ending)
        if head != b"PK\x03\x04":
            raise NotTaken("content", ending)
        try:
            with zipfile.ZipFile(content) as packed:
                parts = packed.infolist()
                _refuse_bombs(parts, ending, limits)
                _refuse_programs(parts, ending)
                listed = packed.read(_PARTS)
        except KeyError:
            raise NotTaken("content", ending) from None
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise NotTaken("damaged", ending) from None
        if b"macroEnabled" in listed:
            raise NotTaken("macros", ending)
        if (_OFFICE + main + ".main+xml").encode() not in listed:
            raise NotTaken("content", ending)

    return prove


def _refuse_bombs(parts: list[zipfile.ZipInfo], ending: str, limits: Limits) -> None:
    """By what the directory of the archive says; a part that is larger than it says fails to unpack."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    listed = next((part.file_size for part in parts if part.filename == _PARTS), 0)
    if (
        len(parts) > limits.parts
        or unpacked > limits.unpacked_bytes
        or (unpacked > _MEGABYTE and unpacked > packed * limits.ratio)
        or listed > _MEGABYTE
    ):
        raise NotTaken("unpacked", ending)


def _refuse_programs(parts: list[zipfile.ZipInfo], ending: str) -> None:
    for part in parts:
        name = part.filename.lower()
        if part.flag_bits & 1:
            raise NotTaken("protected", ending)
        if "vbaproject" in name or "vbadata" in name or "/macrosheets/" in name:
            raise NotTaken("macros", ending)
        if "/activex/" in name or PurePath(name).suffix in (".exe", ".dll", ".js", ".vbs", ".bat", ".scr"):
            raise NotTaken("active", ending)


def _text(content: IO[bytes], ending: str, _limits: Limits) -> None:
    """Text in UTF-8, cp932, or UTF-16 with a mark; no control characters but those of lines and tabs."""
    content.seek(0)
    head = content.read(2)
    wide = head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not any(_decodes(content, encoding) for encoding in (("utf-16",) if wide else ("utf-8-sig", "cp932"))):
        raise NotTaken("content", ending)


def _decodes(content: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    try:
        while block := content.read(_BLOCK):
            if _has_controls(decoder.decode(block)):
                return False
        return not _has_controls(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _has_controls(text: str) -> bool:
    return any(character < " " and character not in "\t\n\r\f" for character in text)


_FORMATS = {
    "pdf": _Format("application/pdf", _begins(b"%PDF-")),
    "png": _Format("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": _Format("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": _Format("image/jpeg", _begins(b"\xff\xd8\xff")),
    "xlsx": _Format(_OFFICE + "spreadsheetml.sheet", _office("spreadsheetml.sheet")),
    "docx": _Format(_OFFICE + "wordprocessingml.document", _office("wordprocessingml.document")),
    "pptx": _Format(_OFFICE + "presentationml.presentation", _office("presentationml.presentation")),
    "csv": _Format("text/csv", _text),
    "txt": _Format("text/plain", _text),
}

#: The endings that are taken.
ENDINGS = tuple(_FORMATS)
