"""The text that is in a picture, kept in the picture: the chunk iTXt of PNG, under the keyword Description."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Not compressed; no language, no translated keyword.
HEAD = b"Description\0\0\0\0\0"


def chunks(picture):
    assert picture.startswith(SIGNATURE)
    position = len(SIGNATURE)
    while position < len(picture):
        (length,) = struct.unpack_from(">I", picture, position)
        yield picture[position + 4 : position + 8], picture[position + 8 : position + 8 + length]
        position += length + 12


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_text(picture, text):
    parts = [chunk(kind, data) for kind, data in chunks(picture)]
    return SIGNATURE + parts[0] + chunk(b"iTXt", HEAD + text.encode()) + b"".join(parts[1:])


def text_of(picture):
    texts = (data[len(HEAD) :].decode() for kind, data in chunks(picture) if kind == b"iTXt" and data.startswith(HEAD))
    return next(texts, "")
