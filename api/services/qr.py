"""QR codes: of a text inside an answer, or as a picture of its own."""

import io

import segno

MODULE_PIXELS = 5
MASK = 0
"""One pattern for all codes. To try all eight and take the evenest takes three times as long, and a
reader takes off whichever it is told of; a text so short is even enough under any."""


def qr_code(text: str) -> str:
    """`text` as a QR code: an SVG picture in a data URI."""
    return _code(text).svg_data_uri(scale=MODULE_PIXELS)


def qr_picture(text: str) -> bytes:
    """`text` as a QR code: an SVG file, black on white whatever it stands on."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="svg", scale=MODULE_PIXELS, light="white")
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", mask=MASK)
