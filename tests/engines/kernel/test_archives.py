"""Which zips are taken."""

import io
import zipfile

import pytest

from banso.engines.kernel.archives import Limits, NotTaken, files_in

SMALL = Limits(entries=3, file_bytes=10_000, all_bytes=20_000, ratio=20)


def packed(*names, content=b"x", how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as file:
        for name in names:
            file.writestr(name, content)
    return out


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (io.BytesIO(b"no zip"), "damaged"),
        (packed("../a.jpg"), "path"),
        (packed("/etc/a.jpg"), "path"),
        (packed("C:\\a.jpg"), "path"),
        (packed("1", "2", "3", "4"), "entries"),
        (packed("a", content=bytes(10_001), how=zipfile.ZIP_STORED), "unpacked"),
        (packed("a", "b", "c", content=bytes(9_000)), "unpacked"),
        (packed("one/a.jpg", "two/a.jpg"), "twice"),
    ],
    ids=["damaged", "up", "root", "drive", "many", "large", "all", "twice"],
)
def test_what_leads_out_or_unpacks_to_too_much_is_refused(content, rule):
    with pytest.raises(NotTaken) as fault:
        list(files_in(content, SMALL))
    assert fault.value.rule == rule


def test_what_is_packed_too_far_is_refused():
    with pytest.raises(NotTaken) as fault:
        list(files_in(packed("a", content=bytes(400_000)), Limits(ratio=20)))
    assert fault.value.rule == "unpacked"


def test_a_file_that_is_larger_than_the_zip_says_is_refused():
    content = packed("a", content=b"y" * 50, how=zipfile.ZIP_STORED).getvalue()
    # The size in both places where a zip tells it.
    lying = content.replace((50).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(NotTaken):
        list(files_in(io.BytesIO(lying)))


def test_files_come_by_their_names_without_folders_and_without_what_a_mac_adds():
    found = files_in(packed("pictures/S-1.jpg", "__MACOSX/S-1.jpg", "pictures/.DS_Store"))
    assert [(name, file.read()) for name, file in found] == [("S-1.jpg", b"x")]
