"""``table``: what it shows, the same in text and in HTML, and what it refuses."""

import re
from fractions import Fraction
from html.parser import HTMLParser

import numpy as np
import pytest

from helpers import table

Z = np.array([-4.0, 0.0, 2.5])


class Cells(HTMLParser):
    """The rows of a table: for each cell its tag, its scope, its side and its text."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            attributes = dict(attributes)
            side = re.search(r"text-align: (\w+)", attributes["style"])[1]
            self.rows[-1].append([tag, attributes.get("scope"), side, ""])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        assert self.open[-1] in ("th", "td")
        self.rows[-1][-1][-1] += text


def texts(shown):
    """The cells of a table, row by row, from its HTML."""
    return [[text for *_, text in row] for row in Cells(shown._repr_html_()).rows]


def test_numbers_stand_right_and_words_left():
    shown = table({"z": Z, "what": ["minus", None, "a word"], "slope": [0.25, 1, -10.5]}, ".1f s .3f")
    assert repr(shown) == (
        "   z   what       slope\n"
        "-4.0   minus      0.250\n"
        " 0.0              1.000\n"
        " 2.5   a word   -10.500"
    )  # fmt: skip
    assert str(shown) == repr(shown)


def test_the_html_has_the_same_cells_with_scopes():
    shown = table({"z": Z, "what": ["<b>", "a & b", None]}, ".1f s")
    head, *body = Cells(shown._repr_html_()).rows
    assert head == [["th", "col", "right", "z"], ["th", "col", "left", "what"]]
    assert body[0] == [["th", "row", "right", "-4.0"], ["td", None, "left", "<b>"]]
    assert [row[-1][-1] for row in body] == ["<b>", "a & b", ""]
    assert not Cells(shown._repr_html_()).open
    assert "&lt;b&gt;" in shown._repr_html_()


def test_the_html_is_whole():
    page = table({"z": Z, "what": ["a", "b", "c"]}, ".1f s")._repr_html_()
    closing = set(re.findall(r"</[^>]*>", page))
    assert closing == {"</th>", "</td>", "</tr>", "</thead>", "</tbody>", "</table>"}
    styles = re.findall(r'<(th|td)[^>]* style="([^"]*)"', page)
    look = "padding: 0.15em 2em 0.15em 0; font-weight: {}; text-align: {}"
    assert styles[:3] == [
        ("th", look.format("bold", "right")),
        ("th", look.format("bold", "left")),
        ("th", look.format("normal", "right")),
    ]
    assert {style for _, style in styles[2:]} == {look.format("normal", "right"), look.format("normal", "left")}


@pytest.mark.parametrize(
    "column, side",
    [
        ([1, 2.5], "right"),
        ([True, False], "right"),
        ([None, 1], "right"),
        ([np.float64(1), np.array(2)], "right"),
        (["a", "b"], "left"),
        (["a", 1], "left"),  # a word among numbers
        ([1, "a"], "left"),
        ([None, "a"], "left"),
        ([None, None], "left"),
        ([[1, 2], [3]], "left"),  # brackets begin below each other
        ([(1, 2), (3,)], "left"),
        ([Z, 1], "left"),
        ([1, Z], "left"),
    ],
)
def test_the_side_of_a_column(column, side):
    assert table({"a": column}).sides == [side]


def test_no_colour_but_the_readers():
    """Readable in a light and in a dark theme."""
    look = table({"z": Z})._repr_html_()
    assert "color: inherit" in look and "background: none" in look and "tabular-nums" in look
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb", look)


def test_rows_of_dictionaries_are_the_same_table():
    rows = [{"z": -4.0, "n": 1}, {"z": 0.5, "n": 20}]
    assert repr(table(rows)) == repr(table({"z": [-4.0, 0.5], "n": [1, 20]}))
    assert texts(table(rows)) == [["z", "n"], ["-4.0000", "1"], ["0.5000", "20"]]


@pytest.mark.parametrize(
    "entry, formats, text",
    [
        (0.25, ".4f", "0.2500"),
        (np.float32(0.25), ".4f", "0.2500"),
        (3, ".4f", "3"),  # one format for all leaves whole numbers as they are
        (np.int64(3), ".4f", "3"),
        (3, ".1f .1f", "3.0"),  # one of its own is for all numbers of its column
        (12345, ",d .1f", "12,345"),
        (0.125, ".1% .1f", "12.5%"),
        (1.92e-174, ".2e", "1.92e-174"),
        (np.nan, ".4f", "nan"),
        (-np.inf, ".4f", "-inf"),
        (-0.0, ".4f", "0.0000"),  # a zero has no sign
        (-1e-9, ".4f", "0.0000"),
        (-0.0, ".1e", "0.0e+00"),
        (-0.0001, ".1%", "0.0%"),
        (-0.0001, ".4f", "-0.0001"),
        (-1e-9, ".0e", "-1e-09"),
        (-0.0, "8.3f", "  0.000"),  # the width is that of the column
        (Fraction(1, 4), ".4f", "0.2500"),
        (True, ".4f", "True"),
        (np.bool_(False), ".1f .1f", "False"),
        ("word", ".1f .1f", "word"),
        (None, ".4f", ""),
        (np.array(0.5), ".2f", "0.50"),
        (np.array([0.5, -0.0]), ".2f", "[0.50, 0.00]"),
        (np.array([[1.0], [2.0]]), ".0f", "[[1], [2]]"),
        ([[1, 2.0], [3.0]], ".1f", "[[1, 2.0], [3.0]]"),
        ((3, 2), ".1f", "(3, 2)"),
        ((3,), "s s", "(3,)"),
        ((3.0,), ".1f", "(3.0,)"),
        ([1, 2.0], ".1f .1f", "[1.0, 2.0]"),
        (np.array([0.1, 3.0]), "s s", "[0.1, 3.0]"),
        (0.1, "s s", "0.1"),
        (np.float64(0.1), "s", "0.1"),  # the same with NumPy 1 and 2
    ],
)
def test_one_entry(entry, formats, text):
    columns = {"a": [entry], "b": [0.0]} if " " in formats else {"a": [entry]}
    shown = table(columns, formats)
    assert texts(shown)[1][0] == text
    assert text in repr(shown)


def test_one_row_of_dictionaries():
    assert texts(table([{"z": 0.5, "n": 1}])) == [["z", "n"], ["0.5000", "1"]]


def test_a_table_has_the_numbers_of_its_array():
    columns = {"x": np.arange(6.0).reshape(3, 2), "ok": np.array([True, False, True])}
    assert texts(table(columns, ".0f"))[1:] == [["[0, 1]", "True"], ["[2, 3]", "False"], ["[4, 5]", "True"]]


def test_the_arrays_stay_as_they_are():
    z = np.array([-0.0, 1e-9])
    table({"z": z})
    assert np.signbit(z[0]) and z[1] == 1e-9


@pytest.mark.parametrize(
    "column", [iter([1, 2, 3]), map(abs, [1, -2, 3]), {1: 0, 2: 0, 3: 0}.keys(), range(1, 4), (n for n in (1, 2, 3))]
)
def test_what_can_be_read_only_once_is_read_once(column):
    assert texts(table({"n": column, "m": iter([4, 5, 6])}, "d d")) == [["n", "m"], ["1", "4"], ["2", "5"], ["3", "6"]]


def test_a_masked_number_is_an_empty_cell():
    masked = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], mask=[[False, True], [False, False]])
    assert texts(table({"z": masked[0]}))[1:] == [["1.0000"], [""]]
    assert texts(table({"z": masked}, ".0f"))[1:] == [["[1, ]"], ["[3, 4]"]]
    assert table({"z": masked[0]}).sides == ["right"]
    assert table({"z": masked[0][1:]}).sides == table({"z": [None]}).sides == ["left"]


def test_how_deep_lists_may_lie_in_lists():
    entry = 1.0
    for _ in range(8):
        entry = [entry]
    assert texts(table({"z": [entry]}, ".0f"))[1:] == [["[[[[[[[[1]]]]]]]]"]]
    with pytest.raises(ValueError, match="^columns has lists within lists within lists in z: give numbers$"):
        table({"z": [[entry]]})


def test_a_list_of_rows_that_cannot_be_read():
    class Unreadable(list):
        def __iter__(self):
            raise RuntimeError

    with pytest.raises(TypeError, match="^columns is .*: give a dictionary, {'z': z}, or a list"):
        table(Unreadable([{"z": 1.0}]))


def test_a_matrix_is_a_column_of_lists():
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix([[1.0, 2.0], [3.0, 4.0]])
    assert texts(table({"z": matrix}, ".0f"))[1:] == [["[1, 2]"], ["[3, 4]"]]
    assert texts(table({"z": [matrix, 1]}, ".0f"))[1:] == [["[[1, 2], [3, 4]]"], ["1"]]


def test_a_table_has_a_line_for_each_row():
    """Whatever stands in an entry or a name."""
    shown = table({"a\nb": ["x\ny"], "n": [1]})
    assert repr(shown) == "a b   n\nx y   1"


class Date:
    """A date takes any format, and hands back its text."""

    def __format__(self, spec):
        return spec

    def strftime(self, spec):
        return spec

    def __str__(self):
        return "2024-01-01"


class Silent:
    """No array, no number, no text."""

    def __format__(self, spec):
        raise ZeroDivisionError

    __array__ = __str__ = __repr__ = __format__


def lists_within(itself):
    itself.append(itself)
    return itself


@pytest.mark.parametrize(
    "columns, formats, error, message",
    [
        (
            {1: [1], "1": [2]},
            ".4f",
            ValueError,
            "columns has two names that read 1: give each column a name of its own",
        ),
        ([{1: 1, "1": 2}], ".4f", ValueError, "columns has two names that read 1: give each column a name of its own"),
        ({Silent(): [1]}, ".4f", TypeError, "columns has the name Silent: give a text"),
        ({"z": {3, 1}}, "d", TypeError, "columns has z = {1, 3}: give a list or an array, with one entry for each row"),
        ({"z": {3: 1}}, "d", TypeError, "columns has z = {3: 1}: give a list or an array, with one entry for each row"),
        ({"z": b"ab"}, "d", TypeError, "columns has z = b'ab': give a list or an array, with one entry for each row"),
        (
            {"z": Silent()},
            "d",
            TypeError,
            "columns has z = Silent: give a list or an array, with one entry for each row",
        ),
        (
            {"z": [Date()]},
            ".1f",
            ValueError,
            "formats has '.1f' for z, which holds 2024-01-01: give one of numbers, or s",
        ),
        ({"z": [Silent()]}, "s", ValueError, "formats has 's' for z, which holds Silent: give one of numbers, or s"),
        (
            {"z": [Silent()]},
            ".1f",
            ValueError,
            "formats has '.1f' for z, which holds Silent: give one of numbers, or s",
        ),
        ({"z": lists_within([1])}, "d", ValueError, "columns has lists within lists within lists in z: give numbers"),
        (Silent(), "d", TypeError, "columns is Silent: give a dictionary, {'z': z}, or a list with one for each row"),
        ({}, ".4f", TypeError, "columns is {}: give a dictionary, {'z': z}, or a list with one for each row"),
        ([], ".4f", TypeError, "columns is []: give a dictionary, {'z': z}, or a list with one for each row"),
        (
            [1.0],
            ".4f",
            TypeError,
            "columns is [1.0]: give a dictionary, {'z': z}, or a list with one for each row",
        ),
        (
            [{"z": 1}, 5],
            ".4f",
            TypeError,
            "columns is [{'z': 1}, 5]: give a dictionary, {'z': z}, or a list with one for each row",
        ),
        (
            ({"z": 1},),
            ".4f",
            TypeError,
            "columns is ({'z': 1},): give a dictionary, {'z': z}, or a list with one for each row",
        ),
        (
            "0123456789" * 5,
            ".4f",
            TypeError,
            f"columns is '{'0123456789' * 3}012345678...: "
            "give a dictionary, {'z': z}, or a list with one for each row",
        ),
        ({"z": [[0.5]]}, ".4x", ValueError, "formats has '.4x' for z, which holds 0.5: give one of numbers, or s"),
        ({"z": 0.5}, ".4f", TypeError, "columns has z = 0.5: give a list or an array, with one entry for each row"),
        ({"z": "abc"}, ".4f", TypeError, "columns has z = 'abc': give a list or an array, with one entry for each row"),
        (
            {"z": [1, 2, 3], "y": [1]},
            ".4f",
            ValueError,
            "the columns have the lengths {'z': 3, 'y': 1}: give all the same",
        ),
        (
            [{"z": 1}, {"y": 2}],
            ".4f",
            ValueError,
            "row 1 has the names ['y'], row 0 ['z']: give all the same",
        ),
        (
            {"z": [1], "y": [1], "t": [2]},
            ".4f .2f",
            ValueError,
            "formats is '.4f .2f': give one for all columns, or one for each of the 3",
        ),
        ({"z": [1]}, "", ValueError, "formats is '': give one for all columns, or one for each of the 1"),
        (
            {"z": [1], "y": [2]},
            [".1f", ".2f"],
            TypeError,
            "formats is list: give a text, with one format for each column, such as '.1f .4f'",
        ),
        ({"z": [0.5]}, ".4x", ValueError, "formats has '.4x' for z, which holds 0.5: give one of numbers, or s"),
        (
            {"z": [0.5 + 1j]},
            ".0%",
            ValueError,
            "formats has '.0%' for z, which holds (0.5+1j): give one of numbers, or s",
        ),
        ({"z": [{}]}, ".4f", ValueError, "formats has '.4f' for z, which holds {}: give one of numbers, or s"),
    ],
)
def test_what_is_refused(columns, formats, error, message):
    with pytest.raises(error) as raised:
        table(columns, formats)
    assert str(raised.value) == message


@pytest.mark.parametrize("formats", [".2000000000f", "2000000000.4f", "s 9999d"])
def test_a_format_that_would_fill_the_memory(formats):
    with pytest.raises(ValueError, match=f"^formats is '{formats}': give no more than 999 digits to a number$"):
        table({"z": [1.0], "y": [1]}, formats)


class Tensor:
    """What a whole number of another library looks like."""

    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number

    def __format__(self, spec):
        return format(float(self.number), spec)


def test_whole_numbers_of_any_kind_are_left_as_they_are():
    for numbers in ([Tensor(1), Tensor(-2)], [np.array(1), np.array(-2)], [np.int8(1), np.int64(-2)]):
        assert str(table({"n": numbers})).split() == ["n", "1", "-2"]
        with_zeros = table({"n": numbers, "z": [0.5, 1.5]}, ".2f .1f")
        assert str(with_zeros).split() == ["n", "z", "1.00", "0.5", "-2.00", "1.5"]


class ArrayOnly:
    """It has numbers, but no entries."""

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0])


def test_an_entry_that_is_an_array_without_entries():
    with pytest.raises(ValueError, match="^formats has '.4f' for z, which holds .*: give one of numbers, or s$"):
        table({"z": [ArrayOnly()]})
