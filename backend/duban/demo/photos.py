"""Tiny files that look like evidence: a picture before and after, a signed page. Same words, same bytes."""

import struct
import zlib
from hashlib import sha256

WIDTH, HEIGHT = 48, 32


def photo(words: str, *, better: bool) -> bytes:
    """A PNG of a corridor: cluttered, or tidy where it is `better`. `words` decide the colours."""
    tint = sha256(words.encode()).digest()
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        for x in range(WIDTH):
            floor = y > HEIGHT * 2 // 3
            clutter = not better and floor and tint[(x // 4) % 32] > 110 and y < HEIGHT - 3
            shade = tint[1] % 80 if clutter else 150 if floor else 215
            rows += bytes((min(255, shade + tint[2] % 40), min(255, shade + (30 if better else 5)), shade))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def page(words: str) -> bytes:
    """A PDF of one page that says, in Latin letters, that it is an invented document."""
    mark = sha256(words.encode()).hexdigest()[:16]
    drawn = f"BT /F1 18 Tf 60 760 Td (DUBAN DEMO - invented document {mark}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(file)
