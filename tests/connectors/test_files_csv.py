"""Dirty CSV: each odd line against what a person would read in it."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.files_csv import line_end, read_header, read_rows
from connectors.files_row import Row
from connectors.files_text import Lines

CELLS = st.text(st.sampled_from('ab,;"\r\n é😀'), max_size=6)
# a carriage return at the very end of a line is part of the line's end, also in files of the other kind
TABLES = st.lists(
    st.tuples(CELLS, CELLS, CELLS.filter(lambda text: not text.endswith("\r"))).map(list), max_size=6
)


def parse(text: str | bytes, delimiter: str = "auto") -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    lines = Lines(iter([data]), line_end(data))
    delimiter, columns = read_header(lines, delimiter)
    return list(read_rows(lines, delimiter, columns))


def cells(rows: list[Row]) -> list[list[str]]:
    return [list((row.cells or {"": f"line {row.line}: {row.error}"}).values()) for row in rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_ends_a_row(end):
    assert cells(parse(end.join(["a,b", "1,x", '2,"y, z"', "3,", ""]))) == [
        ["1", "x"],
        ["2", "y, z"],
        ["3", ""],
    ]


def test_a_bare_carriage_return_in_a_cell_belongs_to_the_text():
    assert cells(parse("a,b\n1,one\r\rtwo\n2,x\n")) == [["1", "one\r\rtwo"], ["2", "x"]]
    assert cells(parse("a,b\r\n1,one\rtwo\r\n2,x\r\n")) == [["1", "one\rtwo"], ["2", "x"]]


def test_a_text_over_several_lines_is_one_row_and_lines_are_counted_as_in_an_editor():
    rows = parse('a,b\n1,"first\n\nsecond, ""quoted"""\n2,x\n')

    assert cells(rows) == [["1", 'first\n\nsecond, "quoted"'], ["2", "x"]]
    assert [row.line for row in rows] == [2, 5]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("9", "1 cells where the header has 3"),
        ("9,x,y,z", "4 cells where the header has 3"),
        ('9,"never closed,x', "a quote is opened and never closed"),
        ('9,"closed" too early,x', "text follows a closing quote; quotes inside a cell must be doubled"),
        ('9,"""",x,', "4 cells where the header has 3"),
    ],
)
@pytest.mark.parametrize(
    "after", ["2,y,z\n", '2,"y, y",z\n3,"q","r\ns"\n', '2,y,"z"\n', '2,"""y""",z\n', '2,",y",z\n']
)
def test_a_broken_line_costs_itself_only(broken, reason, after):
    head = 'a,b,c\n1,"x\nx",y\n'
    good = cells(parse(head + after))

    found = parse(head + broken + "\n" + after)

    assert [row.text for row in found if row.error] == [broken]
    assert cells(found) == [good[0], [f"line 4: {reason}"], *good[1:]]


def test_a_row_over_several_lines_with_a_cell_too_few_is_one_broken_row():
    [first, second] = parse('a,b,c\n1,"x\nx"\n2,y,z\n')

    assert (first.text, first.line) == ('1,"x\nx"', 2)
    assert second.cells == {"a": "2", "b": "y", "c": "z"}


def test_bytes_of_another_encoding_cost_their_row_only():
    rows = parse(b'a,b\n1,Gr\xfc\xdfe\n2,"x\n\xfc"\n3,ok\n')

    assert [row.error for row in rows] == [
        "byte 5 is no text in this encoding; is encoding right?",
        "byte 6 is no text in this encoding; is encoding right?",
        None,
    ]


def test_quotes_inside_an_unquoted_cell_are_text():
    assert cells(parse('a,b\n1,12" pipe\n2,say "hi"\n')) == [["1", '12" pipe'], ["2", 'say "hi"']]


def test_spaces_after_a_closing_quote_are_forgiven():
    assert cells(parse('a,b\n"1" ,"x"  \n')) == [["1", "x"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter):
    text = delimiter.join(['"a,b;"', "c", "d"]) + "\n" + delimiter.join(["1", '"2"', "3"]) + "\n"

    assert cells(parse(text)) == [["1", "2", "3"]]


def test_excels_hint_on_the_delimiter_is_taken():
    [row] = parse("sep=;\na;b,c,d\n1;2\n")

    assert row == Row(3, {"a": "1", "b,c,d": "2"})


def test_columns_without_a_name_or_with_the_same_get_one():
    [row] = parse(",id, text ,text\n0,1,x,y\n")

    assert row.cells == {"column_1": "0", "id": "1", "text": "x", "text_2": "y"}


def test_empty_lines_are_no_rows():
    assert cells(parse("\na,b\n\n1,x\n\r\n2,y\n\n")) == [["1", "x"], ["2", "y"]]


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([",", ";"]), st.sampled_from([0, 1, 2]))
@example([["\n", '"', ","]], "\n", ",", 0)
def test_what_pythons_writer_writes_comes_back(table, end, delimiter, quoting):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, delimiter=delimiter, quoting=quoting)
    writer.writerows([["a", "b", "c"], *table])

    assert cells(parse(out.getvalue(), delimiter)) == table


@given(st.text(st.sampled_from('a,"\n\r'), max_size=60))
def test_every_line_ends_up_in_exactly_one_row(text):
    data = f"a,b\n{text}\n".encode()
    lines = Lines(iter([data[:7], data[7:]]), b"\n")
    _, columns = read_header(lines, ",")
    rows = list(read_rows(lines, ",", columns))

    starts = [row.line for row in rows]
    assert starts == sorted(set(starts))
    assert lines.offset == len(data)
    assert lines.number == data.count(b"\n")
