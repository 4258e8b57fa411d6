"""A count in the text, "in 19 of the 20 splits" or "right about 66", is shown by its section, or a test quotes it.

The rule ``numbers_in_the_text`` looks at decimals, percents and numbers of three digits: shorter whole numbers stand in
every text, as sizes, indices and names. A count of cases is one that a reader believes, and here it is looked for.
"""

import re

import pytest

from tests.checking.notebook_files import ROOT, notebook_paths, read, without_code
from tests.checking.notebook_rules import _sections, shown_numbers

THINGS = "splits|starts|seeds|draws|runs|tries|epochs|networks|birds|samples|people|units"
OF = re.compile(r"(?<![\w.,$-])(\d{1,3}) (?:out )?of (?:the |its |all |these |those )?(\d{1,4})(?![\w%]|[.,]\d| %)")
IN = re.compile(rf"\b(?:in|on|from|of|over) (?:the |all |each of |only )?()(\d{{1,3}}) (?:{THINGS})\b", re.IGNORECASE)
BETTER = re.compile(r"\b(?:better|worse|equal|right|wrong) (?:in|on|about) ()(\d{1,3})\b(?![.,]\d| %)")


def counts_in(markdown):
    """(what is said, the count, the number of cases or things) for each; "" where it is no count "of" others."""
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", " x ", without_code(markdown), flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)|<[^>]*>", "]", text)
    for pattern in (OF, IN, BETTER):
        for match in pattern.finditer(text):
            yield match[0], match[1], match[2]


def counts_that_are_not_shown(notebook, quoted=""):
    """A count has to stand in the code or an output of its section, the number of cases in one of the notebook."""
    anywhere = shown_numbers(notebook.cells)
    for section, opens_or_closes in _sections(notebook):
        here = anywhere if opens_or_closes else shown_numbers(section)
        for cell in section:
            for said, count, cases in counts_in(cell.source) if cell.cell_type == "markdown" else ():
                shown = (not count or float(count) in here) and (not cases or float(cases) in anywhere)
                if not shown and said not in quoted:
                    yield f"cell {cell.id} says {said!r}, and no output and no code of its section shows it"


@pytest.mark.parametrize("path", notebook_paths(), ids=lambda path: path.stem)
def test_every_count_is_shown(path):
    claims = ROOT / f"tests/material/test_claims_{path.stem[:2]}.py"
    problems = list(counts_that_are_not_shown(read(path), claims.read_text(encoding="utf-8")))
    if problems:
        pytest.fail("\n".join([path.name, *problems]), pytrace=False)


def test_counts_are_found():
    """At least as many as this: else the patterns have lost their hold on the words of the course."""
    found = [count for path in notebook_paths() for cell in read(path).cells for count in counts_in(cell.source)]
    assert len(found) > 50


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("better in 19 of the 20 splits", [("19", "20"), ("", "20"), ("", "19")]),
        ("67 of 68, and lower", [("67", "68")]),
        ("of its 3 outputs, 2 of all 5", [("2", "5")]),
        ("Over 20 splits it is right about 6.", [("", "20"), ("", "6")]),
        ("from each of 10 starts, worse in 3", [("", "10"), ("", "3")]),
        ("0.5 of 3, $5$ of 8, `5 of 8`, right about 0.98, 5 of 8 %, section 3 of notebook 05", []),
    ],
)
def test_what_is_a_count(text, counts):
    assert [(count, cases) for _, count, cases in counts_in(text)] == counts
