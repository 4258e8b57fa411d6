"""A count in the text, "in 19 of the 20 splits" or "right about 66", is shown by its section, or a test quotes it; and
any whole number of two digits is shown by its notebook.

The rule ``numbers_in_the_text`` looks at decimals, percents and numbers of three digits, also within formulas: shorter
whole numbers are sizes, indices and names there. In words they count something, and a reader believes them.
"""

import re

import pytest
from nbformat import NotebookNode

from tests.checking.notebook_files import ROOT, markdown_cells, notebook_paths, read, without_code, without_formulas
from tests.checking.notebook_rules import shown_numbers
from tests.checking.notebook_sections import sections_of
from tests.each_notebook import each_notebook

THINGS = "splits|starts|seeds|draws|runs|tries|epochs|networks|birds|samples|people|units"
OF = re.compile(r"(?<![\w.,$-])(\d{1,3}) (?:out )?of (?:the |its |all |these |those )?(\d{1,4})(?![\w%]|[.,]\d| %)")
IN = re.compile(rf"\b(?:in|on|from|of|over) (?:the |all |each of |only )?()(\d{{1,3}}) (?:{THINGS})\b", re.IGNORECASE)
BETTER = re.compile(r"\b(?:better|worse|equal|right|wrong) (?:in|on|about) ()(\d{1,3})\b(?![.,]\d| %)")
TWO_DIGITS = re.compile(r"(?<![\w.,$/-])()(\d{2})(?![\w/]|[.,]\d|\s?%|-\w| minutes)")
NAMES = r"notebook|section|case|answer|equation|seed|step|question|exercise|line|issue|Python|NumPy|Matplotlib|PyTorch"
NAMED = re.compile(rf"\b(?:{NAMES})s?\s+\d[\d.]*(?:(?:,|,? and| to| or)\s+\d[\d.]*)*", re.IGNORECASE)
ON_PAPER = {  # what no output shows, by notebook and cell, with the reason
    "02": {
        ("odds", "80"): "80 of 100 horses: a probability of 0.8",
        ("three-forms-read", "18"): "the digits are counted in the number behind it",
    },
    "03": {("your-turn", "10"): "a size, in an exercise for paper"},
    "04": {
        ("nudge-derive-rounding", "16"): "the digits of a double",
        ("how-close-read", "20"): "a guess, and it says so",
    },
    "05": {
        ("wire-predict", "16"): "12 weights and 4 biases",
        ("wire-derive", "16"): "12 weights and 4 biases",
        ("wire-check", "16"): "12 weights and 4 biases",
        ("walk-limit-see", "45"): "degrees",
        ("batches-see", "32"): "a size of a batch",
        ("lines-see", "54"): "0.794 of 68",
    },
    "06": {
        ("limits-derive", "23"): "the binary digits behind the point of a float32",
        ("hides-read", "48"): "three times 16.12",
    },
    "07": {
        ("see-network", "12"): "4 times 3 wires",
        ("check-intro", "21"): "12 + 4 + 4 + 1 numbers of the network",
        ("starts-see", "25"): "50 / 2, in mean square",
        ("honest-why", "21"): "12 + 4 + 4 + 1 numbers of the network",
    },
    "08": {("curves-see", "60"): "read off a picture, and it says so", ("report-intro", "55"): "274 / 5"},
    "09": {("broken-judges-see", "22"): "40 wrong steps less those that are condemned: test_claims_09 counts them"},
    "10": {
        ("networks-read", "14"): "digits: test_claims_10 has the bound",
        ("frameworks-read", "20"): "PyTorch's limit: test_notebook_10 tries it",
        ("forward", "50"): "outputs of a thought experiment",
        ("three-text", "68 of the 342"): "held out, in the code below",
        ("see-modes", "50"): "outputs of a thought experiment",
        ("your-turn", "20"): "two routes for each of 10 steps",
    },
}


def counts_in(markdown):
    """(what is said, the count, the number of cases or things) for each; "" where it is no count "of" others."""
    text = without_formulas(without_code(markdown), " x ")
    text = NAMED.sub(" ", re.sub(r"\[[^]]*\]\([^)]*\)|<[^>]*>|^\d+\. ", " ", text, flags=re.MULTILINE))
    for pattern in (OF, IN, BETTER, TWO_DIGITS):
        for match in pattern.finditer(text):
            yield match[0], match[1], match[2]


def printed_by(cells):
    """The numbers that outputs show, without those of the code."""
    return shown_numbers([NotebookNode(cell, source="") for cell in cells])


def counts_that_are_not_shown(notebook):
    """(cell id, what is said): a count stands in an output of its section, how many there are in the notebook."""
    anywhere = shown_numbers(notebook.cells)
    for section in sections_of(notebook):
        here = printed_by(notebook.cells if section.opens_or_closes else section.cells)
        for cell in markdown_cells(section):
            for said, count, cases in counts_in(cell.source):
                if (count and float(count) not in here) or (cases and float(cases) not in anywhere):
                    yield cell.id, said


@each_notebook
def test_every_count_is_shown(path):
    number = path.stem[:2]
    claims = (ROOT / f"tests/material/test_claims_{number}.py").read_text(encoding="utf-8")
    found, listed = set(counts_that_are_not_shown(read(path))), ON_PAPER.get(number, {})
    quoted = {(cell, said) for cell, said in found if len(said) > 2 and said in claims}
    problems = [
        f"cell {cell} says {said!r}, and no output and no code shows it" for cell, said in found - quoted - set(listed)
    ]
    problems += [f"cell {cell}: {said} need not be listed" for cell, said in set(listed) - found]
    if problems:
        pytest.fail("\n".join([path.name, *sorted(problems)]), pytrace=False)


def test_counts_are_found():
    """At least as many as this: else the patterns have lost their hold on the words of the course."""
    found = [count for path in notebook_paths() for cell in read(path).cells for count in counts_in(cell.source)]
    assert len(found) > 300


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("better in 19 of the 20 splits", [("19", "20"), ("", "20"), ("", "19"), ("", "19"), ("", "20")]),
        ("67 of 68, and lower", [("67", "68"), ("", "67"), ("", "68")]),
        ("of its 3 outputs, 2 of all 5", [("2", "5")]),
        ("Over 20 splits it is right about 6.", [("", "20"), ("", "6"), ("", "20")]),
        ("from each of 10 starts, worse in 3", [("", "10"), ("", "3"), ("", "10")]),
        ("There are 43 such triples, 12 by 10 of them.", [("", "43"), ("", "12"), ("", "10")]),
        ("45 minutes, notebooks 05 and 07, seeds 12 to 14, 1.25, 25 %, 2-14, [it 43](x), x42, $12$, `12`, 2012", []),
        ("0.5 of 3, $5$ of 8, `5 of 8`, right about 0.98, 5 of 8 %, section 3 of notebook 05", []),
    ],
)
def test_what_is_a_count(text, counts):
    assert [(count, cases) for _, count, cases in counts_in(text)] == counts
