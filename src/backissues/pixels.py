"""Measures an image by the header of its file: PNG, GIF, JPEG and WebP.

Comes in: the bytes of a file. Goes out: its width and height in pixels as a browser shows it, or
none where the header tells neither. Never raises, whatever the bytes.
Must not know: files, pages. Nothing is decoded, and a file's name is not believed.
"""

from __future__ import annotations

import struct

from msgspec import Struct

# The markers that hold a JPEG's size: start of frame, of every coding but the three that share
# the range with it (DHT, JPG, DAC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Markers without a length: TEM, and the restarts.
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN = 0xDA
# Real files have a few dozen segments before the frame; a file of nothing but markers has no frame.
_MOST_SEGMENTS = 1000
_APP1 = 0xE1
# Exif's orientation: its tag, and the values that turn an image by a quarter.
_ORIENTATION = 0x0112
_QUARTER_TURNS = frozenset({5, 6, 7, 8})


class Pixels(Struct, frozen=True):
    """The size of an image as it is shown."""

    width: int
    height: int


def measure(data: bytes) -> Pixels | None:
    """Read the size of an image; none for other formats and for headers that are cut off."""
    try:
        found = _read(data)
    except (struct.error, IndexError):
        return None
    return found if found is not None and found.width and found.height else None


def _read(data: bytes) -> Pixels | None:
    """Tell the format by its first bytes and read what follows them."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return Pixels(*struct.unpack_from(">II", data, 16))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Pixels(*struct.unpack_from("<HH", data, 6))
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return None


# --- JPEG ----------------------------------------------------------------------------------------


def _jpeg(data: bytes) -> Pixels | None:
    """Go from marker to marker to the frame; Exif before it may turn the image."""
    at = 2
    turned = False
    for _ in range(_MOST_SEGMENTS):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Pixels(height, width) if turned else Pixels(width, height)
        elif marker == _START_OF_SCAN:
            return None
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            if marker == _APP1 and data[at + 4 : at + 10] == b"Exif\x00\x00":
                turned = _is_turned(data[at + 10 : at + 2 + length])
            at += 2 + length
    return None


def _is_turned(exif: bytes) -> bool:
    """Tell whether Exif says that an image lies on its side; broken Exif says nothing."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return False
    try:
        (directory,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, directory)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, directory + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value in _QUARTER_TURNS
    except struct.error:
        pass
    return False


# --- WebP ----------------------------------------------------------------------------------------


def _webp(data: bytes) -> Pixels | None:
    """Read the first chunk: lossy, lossless, or the canvas of the extended form."""
    match data[12:16]:
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            width, height = struct.unpack_from("<HH", data, 26)
            return Pixels(width & 0x3FFF, height & 0x3FFF)  # the two bits above are a scale
        case b"VP8L" if data[20] == 0x2F:
            (bits,) = struct.unpack_from("<I", data, 21)
            return Pixels((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            low_width, high_width, low_height, high_height = struct.unpack_from("<HBHB", data, 24)
            return Pixels((high_width << 16 | low_width) + 1, (high_height << 16 | low_height) + 1)
        case _:
            return None
