"""Workbooks in raw XML, as programs write them."""

import zipfile
from pathlib import Path

from kit.sheets.files import read_lines

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/><numFmt numFmtId="165" formatCode="0.00"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf/></cellXfs>'
    '<dxfs><xf numFmtId="14"/></dxfs></styleSheet>'
)


def relations(*each: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{at}"/>' for name, kind, at in each)
    return f"<Relationships>{rows}</Relationships>"


class Book:
    """A workbook in raw XML; `read` gives its rows."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "x.xlsx"
        self.properties = ""
        self.parts = {
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(
                ("r2", "worksheet", "worksheets/second.xml"),
                ("r1", "worksheet", "worksheets/first.xml"),
                ("r3", "sharedStrings", "sharedStrings.xml"),
                ("r4", "styles", "/xl/styles.xml"),
            ),
            "xl/sharedStrings.xml": "<sst/>",
            "xl/styles.xml": "<styleSheet/>",
            "xl/worksheets/second.xml": '<worksheet><row r="1"><c><v>2</v></c></row></worksheet>',
        }
        self.sheets = '<sheet name="a" r:id="r1"/><sheet name="b" r:id="r2"/>'

    def read(self, rows: str) -> list[tuple[int, list[str]]]:
        self.parts.setdefault("xl/worksheets/first.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
        self.parts.setdefault(
            "xl/workbook.xml", f"<workbook>{self.properties}<sheets>{self.sheets}</sheets></workbook>"
        )
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in self.parts.items():
                packed.writestr(name, text)
        return [(line.number, list(line.cells)) for line in read_lines(self.path)]


def strings(*texts: str) -> str:
    return f"<sst>{''.join(f'<si>{text}</si>' for text in texts)}</sst>"


def row(number: int, **cells: str) -> str:
    each = "".join(f'<c r="{column}{number}" t="str"><v>{text}</v></c>' for column, text in cells.items())
    return f'<row r="{number}">{each}</row>'
