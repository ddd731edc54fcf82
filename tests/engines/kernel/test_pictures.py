"""What is taken as a picture, and what is kept of it."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from banso.engines.kernel.pictures import MOST_PIXELS, NotAPicture, draw

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def sent(width=640, height=480, form="JPEG", mode="RGB", **saved):
    out = io.BytesIO()
    Image.new(mode, (width, height), "red" if mode == "RGB" else 0).save(out, form, **saved)
    return out


def cut(content, share=0.5):
    return io.BytesIO(content.getvalue()[: int(len(content.getvalue()) * share)])


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (io.BytesIO(), "empty"),
        (io.BytesIO(SVG), "format"),
        (io.BytesIO(b"MZ\x90\x00" + bytes(200)), "format"),
        (sent(form="GIF", mode="P"), "format"),
        (sent(199, 400), "small"),
        (sent(12_000, 12_000, "PNG", "1"), "pixels"),
        (cut(sent(form="PNG")), "damaged"),
        (io.BytesIO(b"\xff\xd8\xff" + bytes(500)), "damaged"),
    ],
    ids=["nothing", "svg", "exe", "gif", "small", "huge", "cut", "no_picture"],
)
def test_what_is_no_picture_is_refused_by_its_bytes(content, rule):
    with pytest.raises(NotAPicture) as fault:
        draw(content)
    assert fault.value.rule == rule


def test_a_picture_is_kept_in_two_sizes_that_are_not_larger_than_it_was():
    drawn = draw(sent(1500, 500, "PNG"))
    kept = {side: Image.open(io.BytesIO(content)) for side, content in drawn.files.items()}
    assert (drawn.width, drawn.height) == (960, 320)
    assert {side: (one.format, one.size) for side, one in kept.items()} == {
        960: ("WEBP", (960, 320)),
        320: ("WEBP", (320, 107)),
    }
    assert draw(sent(400, 300)).width == 400


def test_it_is_turned_as_the_camera_said_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"
    drawn = draw(sent(1200, 800, exif=exif))
    assert (drawn.width, drawn.height) == (640, 960)
    assert b"Camera of somebody" not in drawn.files[960]
    assert not Image.open(io.BytesIO(drawn.files[960])).getexif()


def test_what_can_be_seen_through_lies_on_white():
    content = sent(300, 300, "PNG", "RGBA")
    kept = Image.open(io.BytesIO(draw(content).files[320])).convert("RGB")
    assert kept.getpixel((150, 150)) == (255, 255, 255)


#: Reads a picture in a process of its own, and says by how many megabytes it grew at most.
_MEASURE = """
import resource, sys
from banso.engines.kernel.pictures import NotAPicture, draw
import PIL.Image, PIL.JpegImagePlugin, PIL.PngImagePlugin, PIL.WebPImagePlugin
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    draw(open(sys.argv[1], "rb"))
except NotAPicture:
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("size", "form", "most"),
    [
        ((10_000, 10_000), "PNG", 20),
        ((6_000, 4_000), "JPEG", 120),
        ((6_000, 4_000), "PNG", 240),
        ((4_000, 3_000), "WEBP", 280),
    ],
)
def test_memory_stays_within_its_limit(tmp_path, size, form, most):
    path = tmp_path / "picture"
    path.write_bytes(sent(*size, form).getvalue())
    grown = subprocess.run([sys.executable, "-c", _MEASURE, path], capture_output=True, check=True, text=True)
    assert int(grown.stdout) < most


def test_every_format_that_is_taken_has_a_limit():
    assert set(MOST_PIXELS) == {"JPEG", "PNG", "WEBP"}
