"""The size of an image, read from the header of its file."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.pixels import Pixels, measure


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int) -> bytes:
    """A whole PNG, white."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif(width: int, height: int) -> bytes:
    """A GIF of one colour."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\xff\xff\xff\x00\x00\x00"
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + screen + image + b"\x3b"


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def exif(orientation: int, order: str) -> bytes:
    """An Exif segment that says how the camera was held."""
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(f"{order}H", 2)
    entries += struct.pack(f"{order}HHIHH", 0x0100, 3, 1, 7, 0)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = head + struct.pack(f"{order}I", 8) + entries + struct.pack(f"{order}I", 0)
    return segment(0xE1, b"Exif\x00\x00" + tiff)


def jpeg(width: int, height: int, *, before: bytes = b"", frame: int = 0xC0) -> bytes:
    """The head of a JPEG, up to its scan."""
    jfif = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    # A table between them looks like a frame by its number, and is none.
    table = segment(0xC4, bytes(17))
    size = segment(frame, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0))
    return b"\xff\xd8" + jfif + before + b"\xff\xff" + table[1:] + size + segment(0xDA, b"\x01")


def webp(name: bytes, data: bytes) -> bytes:
    """A WebP of one chunk."""
    body = b"WEBP" + name + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


LOSSY = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 300 | 0x4000, 200)
LOSSLESS = b"\x2f" + struct.pack("<I", 299 | 199 << 14 | 1 << 28)
EXTENDED = struct.pack("<BxxxHBHB", 0, 69_999 & 0xFFFF, 69_999 >> 16, 199, 0)
IMAGES = {
    "png": (png(300, 200), (300, 200)),
    "gif": (gif(300, 200), (300, 200)),
    "jpeg": (jpeg(300, 200), (300, 200)),
    "progressive jpeg": (jpeg(300, 200, frame=0xC2), (300, 200)),
    "jpeg, upright": (jpeg(300, 200, before=exif(1, "<")), (300, 200)),
    "jpeg, on its head": (jpeg(300, 200, before=exif(3, ">")), (300, 200)),
    "jpeg, on its side": (jpeg(300, 200, before=exif(6, "<")), (200, 300)),
    "jpeg, on the other side": (jpeg(300, 200, before=exif(8, ">")), (200, 300)),
    "jpeg with cut Exif": (jpeg(300, 200, before=exif(6, "<")[:18]), None),
    "jpeg with broken Exif": (
        jpeg(300, 200, before=segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\xff")),
        (300, 200),
    ),
    "jpeg without a frame": (b"\xff\xd8" + segment(0xDA, b"\x01"), None),
    "jpeg of markers alone": (b"\xff\xd8" + b"\xff\xd0" * 100_000, None),
    "lossy webp": (webp(b"VP8 ", LOSSY), (300, 200)),
    "lossless webp": (webp(b"VP8L", LOSSLESS), (300, 200)),
    "extended webp": (webp(b"VP8X", EXTENDED), (70_000, 200)),
    "webp of another chunk": (webp(b"ICCP", b"\x00" * 20), None),
    "png of no width": (png(0, 200), None),
    "page under the name of an image": (b"<!doctype html><title>404</title>", None),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>', None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("name", IMAGES)
def test_each_format(name: str) -> None:
    data, size = IMAGES[name]
    assert measure(data) == (Pixels(*size) if size else None)


@given(st.sampled_from([data for data, _ in IMAGES.values()]), st.data())
def test_a_file_cut_off_anywhere_is_measured_or_not(data: bytes, more: st.DataObject) -> None:
    cut = more.draw(st.integers(0, len(data)))
    found = measure(data[:cut] + more.draw(st.binary(max_size=20)))
    assert found is None or (found.width > 0 and found.height > 0)
