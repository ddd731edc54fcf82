"""The catalogues of translations, made without any gettext program.

    python -m banso.web.messages update [ROOM ...]   take in new texts, keep every translation
    python -m banso.web.messages compile             make the .mo files that the server reads
    python -m banso.web.messages check [ROOM ...]    name what is missing, unsure or contradictory

English is in the code. Each room keeps its Japanese beside its code; what lies in no room is in
``banso/locale``. What buyers read is in Chinese as well (``CHINESE``). The translation of a text that is gone
from the code is kept as an obsolete entry, and taken up again when the text comes back; ``update --prune``
drops such entries.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "ja"
#: What is said in Chinese besides: of a room the files that begin so; empty: all of it.
CHINESE: dict[str, tuple[str, ...]] = {
    "street": ("",),
    "buyers": ("models.py", "templates/buyers/mail/"),
    "orders": (
        "forms.py",
        "letters.py",
        "models.py",
        "services.py",
        "showing.py",
        "street_pages.py",
        "transitions.py",
        "words.py",
        "templates/orders/mail/",
        "templates/orders/parts/",
        "templates/orders/street/",
    ),
    "meetings": (
        "forms.py",
        "letters.py",
        "models.py",
        "services.py",
        "showing.py",
        "street_pages.py",
        "transitions.py",
        "words.py",
        "templates/meetings/mail/",
        "templates/meetings/parts/",
        "templates/meetings/street/",
    ),
    "inquiries": (
        *("models/", "transitions.py", "naming.py", "forms.py", "talk.py", "street"),
        *(f"services/{name}.py" for name in ("reports", "samples", "talks")),
        *("templates/inquiries/street/", "templates/inquiries/parts/"),
        *(f"templates/inquiries/mail/{name}to_buyer" for name in ("", "sample_", "ended_")),
    ),
    "notices": ("meetings.py", "templates/notices/mail/meeting.txt"),
    "products": ("models/editions.py", "needs.py"),
    "web": ("forms.py", "fields.py", "formats.py", "templates/web/forms/"),
}
#: The name of the catalogue of everything that lies in no room.
REST = "banso"

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def rooms() -> dict[str, Path]:
    """Each catalogue's name and the folder whose texts it holds."""
    found = {REST: PACKAGE, "web": PACKAGE / "web", "demo": PACKAGE / "demo"}
    for folder in sorted((PACKAGE / "apps").iterdir()):
        if (folder / "__init__.py").exists():
            found[folder.name] = folder
    return found


def catalogue_file(folder: Path, language: str = LANGUAGE) -> Path:
    """Where the catalogue of a folder lies."""
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def languages_of(room: str) -> tuple[str, ...]:
    """The languages in which a room has a catalogue."""
    return (LANGUAGE, "zh_Hans") if room in CHINESE else (LANGUAGE,)


def wanted_in(room: str, language: str) -> Catalog:
    """The texts of a room that are said in a language."""
    texts = extract_room(room)
    if language == LANGUAGE:
        return texts
    root = rooms()[room].relative_to(PACKAGE.parent).as_posix()
    begins = tuple(f"{root}/{part}" for part in CHINESE[room])
    chosen = Catalog(fuzzy=False)
    for message in texts:
        places = [place for place in message.locations if place[0].startswith(begins)]
        if message.id and places:
            chosen.add(message.id, locations=places, context=message.context)
    return chosen


def extract_room(room: str) -> Catalog:
    """All texts in a room's code and templates, without translations."""
    folders = rooms()
    inner = [folder for folder in folders.values() if folder != folders[room]] if room == REST else []
    catalogue = Catalog(fuzzy=False)
    for path in sorted(folders[room].rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or any(path.is_relative_to(other) for other in inner):
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        text = source if path.suffix == ".py" else _template_as_python(source, path)
        place = path.relative_to(PACKAGE.parent).as_posix()
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8"}
        ):
            # The file alone: with line numbers every edit would change the catalogues.
            catalogue.add(message, locations=[(place, None)], context=context)
    return catalogue


def _template_as_python(source: str, path: Path) -> str:
    """The calls that a template's texts amount to. In parentheses its indentation means nothing to Python."""
    from django.utils.translation.template import templatize

    return f"({templatize(source, origin=str(path))})"


def read(path: Path) -> Catalog:
    """A stored catalogue; an empty one if there is none yet."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def update(room: str, language: str = LANGUAGE, *, prune: bool = False) -> Path:
    """Merge the texts of a room's code into its catalogue. Translations are kept, never guessed."""
    path = catalogue_file(rooms()[room], language)
    stored = read(path)
    merged = Catalog(
        locale=language,
        fuzzy=False,
        project="Banso",
        version="1",
        copyright_holder="Banso",
        header_comment="# Japanese." if language == LANGUAGE else "# Chinese.",
    )
    wanted = wanted_in(room, language)
    for message in wanted:
        if not message.id:
            continue
        known = _stored(stored, message)
        merged.add(
            message.id,
            string=_translation(message, known),
            locations=message.locations,
            flags=(known.flags & {"fuzzy"}) if known else (),
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    if not prune:
        for message in [*stored, *stored.obsolete.values()]:
            if message.id and any(message.string) and not wanted.get(message.id, context=message.context):
                key = (message.id, message.context) if message.context else message.id
                merged.obsolete[key] = Message(message.id, message.string, context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, merged, width=100, sort_output=True, omit_header=False, include_lineno=False)
    # A date of making in the head would change the file at every update.
    text = re.sub(rb'(?m)^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|'
                  rb'Report-Msgid-Bugs-To):.*\n', b"", buffer.getvalue())  # fmt: skip
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)
    return path


def _stored(stored: Catalog, message: Message) -> Message | None:
    """What a catalogue holds for a text, be it as an obsolete entry."""
    for old in stored.obsolete.values():
        if old.id == message.id and old.context == message.context:
            return old
    return stored.get(message.id, context=message.context)


def _translation(message: Message, known: Message | None) -> str | tuple[str, ...]:
    """The stored translation, in the shape that the text needs: Japanese has one form for every count."""
    plural = isinstance(message.id, tuple | list)
    string = known.string if known else ""
    if plural and isinstance(string, str):
        return (string,)
    if not plural and not isinstance(string, str):
        return string[0] if string else ""
    return string if isinstance(string, str) else tuple(string[:1])


def compile_all() -> list[Path]:
    """Write the .mo file beside every catalogue."""
    written = []
    for room, folder in rooms().items():
        for path in (catalogue_file(folder, language) for language in languages_of(room)):
            if path.exists():
                target = path.with_suffix(".mo")
                with target.open("wb") as handle:
                    write_mo(handle, read(path))
                written.append(target)
    return written


def check(names: list[str]) -> Iterator[str]:
    """Every fault of the catalogues named, one line each."""
    for language in (LANGUAGE, "zh_Hans"):
        yield from _check(names, language)


def _check(names: list[str], language: str) -> Iterator[str]:
    meanings: dict[tuple[str, str], tuple[str, str]] = {}
    for room, folder in rooms().items():
        if language not in languages_of(room):
            continue
        stored = read(catalogue_file(folder, language))
        wanted = [message for message in wanted_in(room, language) if message.id]
        for message in wanted:
            text = message.id[0] if isinstance(message.id, tuple | list) else message.id
            known = stored.get(message.id, context=message.context)
            string = (known.string if isinstance(known.string, str) else known.string[0]) if known else ""
            place = f"{room}: {text!r}" if language == LANGUAGE else f"{room} in {language}: {text!r}"
            if string:
                other, said = meanings.setdefault((message.context or "", text), (room, string))
                # One flat catalogue serves every page: two meanings of one text need a context each.
                if said != string and (room in names or other in names):
                    yield f"{place} is {string!r} here and {said!r} in {other}: give it a context"
            if room not in names:
                continue
            if not string:
                yield f"{place} is not translated"
            elif known and "fuzzy" in known.flags:
                yield f"{place} is marked unsure (fuzzy)"
            elif _placeholders(message.id) != _placeholders(string):
                yield f"{place} and its translation have other placeholders"


def _placeholders(text: str | tuple[str, ...]) -> set[str]:
    """The placeholders of a text; of a plural text, those of its form for many."""
    last = text if isinstance(text, str) else text[-1]
    return {match.group(0) for match in _PLACEHOLDER.finditer(last)}


def main(arguments: list[str]) -> int:
    """Run one command; 0 done, 1 the check found faults."""
    parser = argparse.ArgumentParser(prog="python -m banso.web.messages", description=__doc__)
    parser.add_argument("command", choices=["update", "compile", "check"])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(rooms()))
    parser.add_argument("--prune", action="store_true", help="update: drop obsolete entries")
    given = parser.parse_args(arguments)
    if unknown := set(given.rooms) - set(rooms()):
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    names = given.rooms or list(rooms())
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    if given.command == "update":
        for room in names:
            for language in languages_of(room):
                print(update(room, language, prune=given.prune), file=sys.stderr)
        return 0
    if given.command == "compile":
        print(f"{len(compile_all())} catalogues compiled", file=sys.stderr)
        return 0
    faults = list(check(names))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
