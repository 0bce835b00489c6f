"""Spreadsheets: what is written comes back the same, and what is hostile or broken is refused in Dutch."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from houtskool.records.archives import Limits, Refused
from houtskool.records.folding import tidy
from houtskool.records.spreadsheet import FORMATS, read, spool, spooled, write, write_to

TITLES = ["Naam", "Omschrijving", "Telefoon"]
FORMULAS = ["=1+1", "+31 23 555 01 23", "-5", "@naam", "'=al ontsnapt", "''+twee", "＝1", '=HYPERLINK("x")']
NASTY = st.one_of(
    st.text(max_size=30).map(lambda text: tidy(text, lines=True)),
    st.sampled_from([*FORMULAS, "0123", "1e5", "ja", "15-01-2019", "a;b", 'zei "ja"', "_x000D_", "'", "''"]),
    st.from_regex(r"[=+\-@'\"; ]{1,4}[a-z0-9]{0,3}", fullmatch=True).map(tidy),
)


def rows_of(data, **limits):
    return [cells for _, cells in read(data, Limits(**limits)).rows]


def refusal(data, **limits):
    with pytest.raises(Refused) as caught:
        read(data, Limits(**limits))
    return str(caught.value)


@pytest.mark.parametrize("format", FORMATS)
@hypothesis_settings(max_examples=60, deadline=None)
@given(table=st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=4))
def test_what_is_written_comes_back_the_same(format, table):
    kept = [list(row) for row in table if any(row)]
    assert rows_of(write(TITLES, table, format)) == kept


@pytest.mark.parametrize("format", FORMATS)
def test_ten_times_the_rows_take_no_more_memory_to_write(format, tmp_path):
    def peak(rows: int) -> int:
        with (tmp_path / f"lijst.{format}").open("wb") as out:
            tracemalloc.start()
            write_to(out, TITLES, ([f"Naam {n}", "Wat het is. " * 60, ""] for n in range(rows)), format)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

    peak(10)  # what is loaded once
    assert peak(1000) < peak(100) * 1.2 + 100_000


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_looks_like_a_formula_is_harmless_in_csv(cell):
    line = write(["Naam"], [[cell]], "csv").decode("utf-8-sig").splitlines()[1]
    assert line.strip('"').startswith("'")
    assert rows_of(write(["Naam"], [[cell]], "csv")) == [[cell]]


def test_a_cell_that_looks_like_a_formula_is_text_in_xlsx():
    data = write(["Naam"], [["=1+1"]], "xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b't="inlineStr"' in sheet


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_with_any_usual_separator_and_encoding(delimiter, encoding):
    text = f"Naam{delimiter}Plaats\r\nCafé “Zoë”{delimiter}Haarlem\r\n"
    assert rows_of(text.encode(encoding)) == [["Café “Zoë”", "Haarlem"]]


def test_csv_that_names_its_own_separator_is_believed():
    assert rows_of(b"sep=;\r\nNaam;Plaats\r\na,b;c\r\n") == [["a,b", "c"]]


def test_rows_keep_their_number_in_the_file_when_others_are_blank():
    sheet = read(b"\n\nNaam\nEen\n\nTwee\n")
    assert sheet.titles == ["Naam"]
    assert sheet.rows == [(4, ["Een"]), (6, ["Twee"])]


def test_short_and_long_rows_get_as_many_cells_as_there_are_columns():
    assert rows_of(b"a;b;c\n1\n1;2;3;4\n") == [["1", "", "", ""], ["1", "2", "3", "4"]]


def test_a_quote_that_is_not_closed_is_refused_with_its_row():
    assert "Regel 3" in refusal(b'Naam;Plaats\na;b\n"c;d\ne;f\n')


def test_a_quote_that_is_not_closed_does_not_read_the_whole_file_into_one_cell():
    data = b'Naam;Plaats\na;"b\n' + b"c;d\n" * 500_000
    assert "Regel 2: de aanhalingstekens kloppen niet" in refusal(data)


def test_a_row_of_a_million_columns_is_refused_with_its_row():
    assert "Regel 2: hier staan 1000001 kolommen" in refusal(b"Naam\n" + b";" * 1_000_000 + b"x\n")
    assert "Regel 2 is langer dan 4 miljoen tekens" in refusal(b"Naam\n" + b"x;" * 5_000_000 + b"\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_encoding_that_is_not_named_is_recognised(encoding):
    assert rows_of("Naam;Plaats\nCafé;Haarlem\n".encode(encoding)) == [["Café", "Haarlem"]]


def test_a_file_in_two_encodings_is_refused_with_the_row_where_it_changes():
    data = "Naam\nCafé\nZoë\n".encode() + "Renée\n".encode("cp1252")
    says = refusal(data)
    assert says.startswith("Regel 4: hier staat een letter in een andere codering")
    assert "CSV UTF-8" in says


def test_a_byte_that_no_encoding_knows_is_refused_with_its_row():
    says = refusal(b"Naam;Plaats\nCaf\xe9;Haarlem\n\x81\x8d;x\n")
    assert says.startswith("Regel 3: hier staat een teken dat niet te lezen is")


def test_rows_can_be_taken_from_any_place_of_a_file_that_was_read_once(tmp_path):
    data = write(TITLES, [[f"Café {index}", "", "\u2028" * (index % 2)] for index in range(30)], "xlsx")
    sheet = spool(io.BytesIO(data), tmp_path / "rows")
    assert sheet.rows[:] == read(data).rows
    assert (sheet.titles, len(sheet.rows)) == (TITLES, 30)
    first, place = sheet.take(0, 12)
    second, place = sheet.take(place, 12)
    third, end = spooled(tmp_path / "rows").take(place, 12)
    assert [*first, *second, *third] == read(data).rows
    assert sheet.take(end, 12) == ([], end)
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]


def test_what_is_refused_leaves_no_file_behind(tmp_path):
    with pytest.raises(Refused):
        spool(io.BytesIO(b"a\n1\n2\n3\n"), tmp_path / "rows", Limits(rows=2))
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_of_too_many_cells_is_refused_before_it_is_unfolded():
    data = xlsx(SHEET.format(f'<row r="1">{cell("A1", 1)}</row><row r="90000">{cell("CV90000", 1)}</row>'))
    assert "Bewaar het als CSV, of splits" in refusal(data)


def xlsx(sheet, **parts):
    """An XLSX of ours with another sheet in it."""
    source = zipfile.ZipFile(io.BytesIO(write(["x"], [["y"]], "xlsx")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            replaced = sheet if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, replaced)
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def cell(place, value, kind="n"):
    return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'


def test_numbers_truths_and_days_of_excel_become_what_a_reader_would_type():
    titles = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{c}</t></is></c>' for c in "ABCD")
    values = cell("A2", 34567890) + cell("B2", 1, "b") + cell("C2", 0.1) + cell("D2", 1e20)
    data = xlsx(SHEET.format(f'<row r="1">{titles}</row><row r="2">{values}</row>'))
    assert rows_of(data) == [["34567890", "ja", "0.1", "1e+20"]]


def test_one_cell_far_away_does_not_fill_the_memory():
    data = xlsx(SHEET.format(f'<row r="1048576">{cell("XFD1048576", 1)}</row>'))
    assert "rij 1048576" in refusal(data)
    data = xlsx(SHEET.format(f"<row>{cell('XFD1', 1)}</row>"))
    assert "kolom 16384" in refusal(data)


FILLED = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
MANY = 'table:number-rows-repeated="1000000"'


@pytest.mark.parametrize(
    "rows",
    [
        f"<table:table-row {MANY}>{FILLED}</table:table-row>",
        f"<table:table-row {MANY}/><table:table-row>{FILLED}</table:table-row>",
        '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        f"{FILLED}</table:table-row>",
    ],
)
def test_a_cell_that_repeats_a_million_times_does_not_fill_the_memory(rows):
    assert "hoogstens" in refusal(ods(rows.format("a")))


def ods(rows):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", FORMATS["ods"])
        target.writestr("content.xml", content)
        target.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_the_blank_rows_to_the_end_of_the_sheet_that_libreoffice_writes_are_no_matter():
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = f"<table:table-row>{FILLED.format('Naam')}{blank}</table:table-row>"
    rows += f"<table:table-row>{FILLED.format('Een')}{blank}</table:table-row>"
    rows += (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert rows_of(ods(rows)) == [["Een"]]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_table_that_begins_further_on_keeps_the_numbers_of_its_rows_and_its_columns(format):
    rows = [["", ""], ["", "Naam"], ["", ""], ["", "een"]]
    data = write(["", ""], rows, format)
    sheet = read(data)
    assert (sheet.titles, sheet.rows) == (["", "Naam"], [(5, ["", "een"])])


def test_a_formula_that_failed_is_refused_instead_of_emptying_a_field():
    data = xlsx(SHEET.format(f'<row r="1">{cell("A1", 1)}{cell("B1", "#N/A", "e")}</row>'))
    assert "Cel B1 bevat een fout" in refusal(data)


def test_a_bomb_is_refused_by_what_comes_out_of_it():
    data = xlsx(SHEET.format(""), bomb=b"0" * 3_000_000)
    assert "veel te groot" in refusal(data, unpacked=2_000_000)
    # An archive that lies about the size of a part: what comes out counts.
    at = data.index(struct.pack("<I", 3_000_000), data.rindex(b"PK\x01\x02"))
    lying = data[:at] + struct.pack("<I", 10) + data[at + 4 :]
    assert refusal(lying, unpacked=2_000_000)


def test_a_document_type_with_entities_is_refused():
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.format("<row><c><v>1</v></c></row>")
    assert "DTD" in refusal(xlsx(sheet))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "leeg"),
        (b"\n\n  \n", "Er staat niets"),
        (b"%PDF-1.7\x00\x01\x02", "geen rekenblad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "oud Excel-bestand"),
        (b"PK\x03\x04kapot", "beschadigd"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen rekenblad"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_what_to_do(data, says):
    assert says in refusal(data)


def test_a_zip_that_is_no_spreadsheet_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("word/document.xml", "<x/>")
    assert "geen rekenblad" in refusal(out.getvalue())


def read_or_refused(data: bytes) -> bool:
    """Either every row is as wide as the titles, or there is a sentence that says what is wrong."""
    try:
        sheet = read(data)
    except Refused as refusal:
        return bool(str(refusal).strip())
    return all(len(cells) == len(sheet.titles) for _, cells in sheet.rows)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("cut", [10, 100, -30])
def test_a_file_that_was_cut_off_is_refused_or_read_but_never_breaks(format, cut):
    assert read_or_refused(write(TITLES, [["a", "b", "c"]] * 20, format)[:cut])


def test_too_many_rows_columns_or_characters_are_refused_with_the_limit():
    assert "hoogstens 2 zijn" in refusal(b"a\n1\n2\n3\n", rows=2)
    assert "2 kolommen" in refusal(b"a;b\n1;2\n", columns=1)
    assert "Regel 2: een cel heeft meer dan 3 tekens" in refusal(b"a\nlang\n", cell=3)
    assert "hoogstens 0 MB" in refusal(b"a\nb\n", size=2)
    assert "meer dan 2 rijen" in refusal(b"a\n" + b"\n" * 10 + b"b", rows=2)


@given(data=st.binary(max_size=400))
@hypothesis_settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    assert read_or_refused(data)
