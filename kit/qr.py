"""QR codes as SVG, to be shown on a page or printed. The one door to segno."""

from io import BytesIO

_QUIET_ZONE = 4  # modules around it, as the standard asks for
_MASK = 3  # each can be read; trying all eight for the finest takes five times as long


def qr_svg(text: str) -> str:
    """Black on white, as large as what it is put into. A quarter of it may be soiled."""
    import segno  # late: the start of the service does not wait for it

    drawn = BytesIO()
    code = segno.make(text, error="q", micro=False, mask=_MASK)
    code.save(
        drawn,
        kind="svg",
        border=_QUIET_ZONE,
        omitsize=True,
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return drawn.getvalue().decode()
