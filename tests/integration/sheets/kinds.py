"""Each kind of bomb, by its name: what of a workbook is replaced."""

from collections.abc import Mapping

from kit.sheets.troubles import Trouble
from tests.integration.sheets.bombs import HEAD, SHEET, STRINGS, STYLES, TAIL, deflated, numbered, repeated

ROW = b'<row><c t="inlineStr"><is><t>'
TOP = HEAD + ROW + b"room</t></is></c></row>"
END = b"</t></is></c></row>"


def declared(declarations: bytes, used: bytes) -> bytes:
    return deflated(b"<!DOCTYPE worksheet [" + declarations + b"]>" + HEAD + used + TAIL)


LAUGHS = b'<!ENTITY a0 "ha">' + b"".join(
    f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">'.encode() for level in range(1, 10)
)

KINDS: Mapping[str, tuple[Mapping[str, bytes], Trouble]] = {
    "a shared string of gigabytes": (
        {STRINGS: repeated(b"<sst><si><t>", b"a", b"</t></si></sst>")},
        Trouble.CELL_TOO_LONG,
    ),
    "shared strings without end": ({STRINGS: repeated(b"<sst>", b"<si><t>a</t></si>", b"</sst>")}, Trouble.BOMB),
    "long shared strings without end": (
        {STRINGS: repeated(b"<sst>", b"<si><t>\xf0\x9f\x98\x80" + b"a" * 32_000 + b"</t></si>", b"</sst>")},
        Trouble.BOMB,
    ),
    "a cell of gigabytes": ({SHEET: repeated(HEAD + ROW, b"a", END + TAIL)}, Trouble.CELL_TOO_LONG),
    "millions of columns": (
        {SHEET: repeated(HEAD + b"<row>", b"<c><v>1</v></c>", b"</row>" + TAIL)},
        Trouble.TOO_MANY_COLUMNS,
    ),
    "millions of empty columns": ({SHEET: repeated(HEAD + b"<row>", b"<c/>", b"</row>" + TAIL)}, Trouble.BOMB),
    "one column far away": (
        {SHEET: deflated(HEAD + b'<row><c r="XFD1"><v>1</v></c></row>' + TAIL)},
        Trouble.TOO_MANY_COLUMNS,
    ),
    "rows with one column far away": (
        {SHEET: repeated(TOP, b'<row><c r="AMJ1"><v>1</v></c></row>', TAIL)},
        Trouble.BOMB,
    ),
    "empty rows without end": ({SHEET: repeated(HEAD, b"<row/>", TAIL)}, Trouble.BOMB),
    "rows without end": ({SHEET: repeated(TOP, b"<row><c><v>1</v></c></row>", TAIL)}, Trouble.BOMB),
    "elements in elements": ({SHEET: deflated(HEAD + b"<a>" * 1_000_000)}, Trouble.BOMB),
    "spaces of gigabytes": ({SHEET: repeated(HEAD, b"\n ", TAIL)}, Trouble.BOMB),
    "a comment of gigabytes": ({SHEET: repeated(HEAD + b"<!--", b"a", b"-->" + TAIL)}, Trouble.BOMB),
    "comments without end": ({SHEET: repeated(HEAD, b"<!---->", TAIL)}, Trouble.BOMB),
    "a tag of gigabytes": ({SHEET: repeated(HEAD + b'<c a="', b"a", b'"/>' + TAIL)}, Trouble.BOMB),
    "a tag with attributes without end": (
        {SHEET: numbered(HEAD + b"<c ", lambda number: f"a{number}='' ", b"/>" + TAIL)},
        Trouble.BOMB,
    ),
    "names without end": ({SHEET: numbered(HEAD, lambda number: f"<a{number}/>", TAIL)}, Trouble.BOMB),
    "names of attributes without end": (
        {SHEET: numbered(HEAD, lambda number: f"<a b{number}=''/>", TAIL)},
        Trouble.BOMB,
    ),
    "entities in entities": ({SHEET: declared(LAUGHS, b"<row>&a9;</row>")}, Trouble.BOMB),
    "one entity again and again": (
        {SHEET: declared(b'<!ENTITY a "' + b"a" * 50_000 + b'">', b"&a;" * 50_000)},
        Trouble.BOMB,
    ),
    "an entity of another file": ({SHEET: declared(b'<!ENTITY a SYSTEM "/etc/passwd">', b"&a;")}, Trouble.BOMB),
    "styles without end": (
        {STYLES: repeated(b"<s><cellXfs>", b'<xf numFmtId="14"/>', b"</cellXfs></s>")},
        Trouble.BOMB,
    ),
    "formats without end": (
        {STYLES: repeated(b"<s><numFmts>", b'<numFmt numFmtId="200" formatCode="d"/>', b"</numFmts></s>")},
        Trouble.BOMB,
    ),
    "relations without end": (
        {"_rels/.rels": repeated(b"<R>", b'<Relationship Target="a/b/../c"/>', b"</R>")},
        Trouble.BOMB,
    ),
    "sheets without end": (
        {"xl/workbook.xml": repeated(b'<w xmlns:r="a">', b'<sheet r:id="7"/>', b"</w>")},
        Trouble.BOMB,
    ),
    "rich text without end": (
        {SHEET: repeated(HEAD + b'<row><c t="inlineStr"><is>', b"<r><t>a</t></r>", b"</is></c></row>" + TAIL)},
        Trouble.CELL_TOO_LONG,
    ),
    "two letters for each byte": (
        {SHEET: deflated((HEAD + b"<row/>" * 3_000_000 + TAIL).decode().encode("utf-16"))},
        Trouble.BOMB,
    ),
}
