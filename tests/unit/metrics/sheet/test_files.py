"""The form as files, read back: xlsx by openpyxl, PDF by pypdf."""

import io
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from kit.i18n import Language
from metrics.objectives.sheet.pdf import pdf
from metrics.objectives.sheet.xlsx import xlsx
from tests.unit.metrics.sheet.november import form_of

A4_POINTS = (595, 842)


def opened(file: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def fonts_of(file: bytes) -> dict[str, bool]:
    """Each font of the pages, and whether it is in the file."""
    found = {}
    for page in PdfReader(io.BytesIO(file)).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index] # a dictionary of dictionaries
        for font in fonts.get_object().values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert isinstance(descriptor, DictionaryObject)
            found[str(inner["/BaseFont"])] = any(key.startswith("/FontFile") for key in descriptor)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_is_one_page_of_a4_whose_fonts_are_in_it(language: Language) -> None:
    file = pdf(form_of(language))
    (page,) = PdfReader(io.BytesIO(file)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
    fonts = fonts_of(file)
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"NotoSansSC", "NotoSerifSC"}
    assert all(fonts.values())


def test_the_pdf_says_every_line_in_chinese() -> None:
    made = form_of()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(made))).pages)
    plain = "".join(text.split())
    for row in made.rows:
        assert "".join(row.title.split()) in plain
        assert "".join(row.figures.split()) in plain
    for word in ("质量目标月度考核表", "客户服务部", "制表人", "审核人", "经理签字确认", "已封存"):
        assert word in plain


def test_the_same_form_makes_the_same_pdf() -> None:
    assert pdf(form_of()) == pdf(form_of())


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    made = form_of(department="#panic(1) *x* $y$ [z]")
    text = PdfReader(io.BytesIO(pdf(made))).pages[0].extract_text()
    assert "#panic(1) *x* $y$ [z]" in text


def test_a_sign_that_no_font_has_costs_no_sheet() -> None:
    assert pdf(form_of(department="𓀀")).startswith(b"%PDF")


def test_the_xlsx_has_figures_to_go_on_with() -> None:
    sheet = opened(xlsx(form_of("en")))
    assert sheet["A1"].value == "Monthly quality sheet"
    assert [sheet[f"A{row}"].value for row in range(4, 25)] == list(range(1, 22))
    line = [sheet[f"{column}13"].value for column in "CDEFGI"]
    assert line == ["100 %", 5640, 6000, 0.94, "not met", "v1"]
    assert sheet["F13"].number_format == "0.00%"
    assert sheet["D4"].value == "–"


def test_a_ratio_is_cut_so_that_no_spreadsheet_rounds_it_to_its_target() -> None:
    made = form_of()
    row = made.rows[8]._replace(ratio=Fraction(99_999, 100_000))
    sheet = opened(xlsx(made._replace(rows=[*made.rows[:8], row, *made.rows[9:]])))
    assert sheet["F12"].value == 0.9999


def test_the_xlsx_prints_on_one_page_of_a4() -> None:
    sheet = opened(xlsx(form_of()))
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth) == ("9", 1)
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_no_cell_of_the_xlsx_is_a_formula(name: str) -> None:
    made = form_of()
    row = made.rows[0]._replace(title=name, remarks=name, target=name, status_text=name)
    sheet = opened(xlsx(made._replace(title=name, rows=[row, *made.rows[1:]], summary=name)))
    assert sheet["H4"].value == name
    assert "f" not in {cell.data_type for cells in sheet.iter_rows() for cell in cells}
