"""The rules for clean notebooks are tested, too: each on a clean notebook, and on notebooks with one thing wrong."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.checking.notebook_execution import WIDGET_VIEW
from tests.checking.notebook_files import METADATA, as_text, read
from tests.checking.notebook_rules import RULES, anchors, numbering, numbers_in_the_text, problems, shown_numbers

OPENING = "# Measure a slope\n\n**You will** measure a slope. **You need** nothing. **Time:** 20 minutes."
ALT = "A straight line that rises from left to right."
FIGURE = new_output(
    "display_data", {"image/png": "iVBORw0KGgo=", "text/plain": ALT}, metadata={"image/png": {"alt": ALT}}
)
FOLDED = {"jupyter": {"source_hidden": True}}
INSTALLATION = {
    "source": "# Is everything there?\nprint('Yes.')",
    "metadata": {"tags": ["installation"], **FOLDED},
}


def printed(text):
    return new_output("stream", name="stdout", text=text)


def code(id, source, count, *outputs, **metadata):
    return new_code_cell(source, id=id, execution_count=count, outputs=list(outputs), metadata=metadata)


def text_of_a_clean_notebook():
    """A notebook with nothing wrong: the second of three."""
    cells = [
        new_markdown_cell(OPENING, id="title"),
        code("imports", "import numpy as np\n\nfrom helpers import figures", 1),
        new_markdown_cell("## 1. The slope\n\nIt is $0.24$: see [the end](#Your-turn).", id="slope"),
        code("check-slope", "slope = np.float64(0.2397)\nprint(slope)", 2, printed("0.2397\n")),
        code("figure-slope", f"# The picture: a line\nfigures.show(None, alt={ALT!r})", 3, FIGURE, **FOLDED),
        new_markdown_cell("**See.** The line rises.", id="see-slope"),
        code(
            "move-slope",
            "# The picture with a slider\nfigures.sliders(print, w=(0, 1, 0, 0.1))",
            4,
            new_output("display_data", {"text/plain": "Run me"}),
            **FOLDED,
        ),
        code(
            "trap",
            "1 / 0",
            5,
            new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[]),
            tags=["raises-exception"],
        ),
        new_markdown_cell("## Your turn", id="your-turn"),
        new_markdown_cell("## Common mistakes", id="common-mistakes"),
        new_markdown_cell("## On a blank page", id="on-a-blank-page"),
        new_markdown_cell("[Before](01_first.ipynb) and [next](03_third.ipynb)", id="navigation"),
    ]
    return as_text(new_notebook(cells=cells, metadata=METADATA))


CLEAN = text_of_a_clean_notebook()


def clean_notebook():
    """A copy of its own for each test to change."""
    return nbformat.v4.reads(CLEAN)


@pytest.fixture
def folder(tmp_path):
    """The notebooks' folder of a project with three notebooks and one file of data."""
    folder = tmp_path / "notebooks"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "penguins.csv").write_text("")
    for name in ("01_first.ipynb", "02_second.ipynb", "03_third.ipynb"):
        (folder / name).write_bytes(CLEAN.encode("utf-8"))
    return folder


def found(notebook, path):
    """The names of the rules that a notebook breaks, wherever it is not about its file."""
    path.unlink()
    return {problem.partition(":")[0] for problem in problems(notebook, path)}


def cell(notebook, id):
    return next(cell for cell in notebook.cells if cell.id == id)


def test_a_clean_notebook_breaks_no_rule(folder):
    assert problems(clean_notebook(), folder / "02_second.ipynb") == []


def change(id, /, **values):
    """A planted mistake: a cell whose fields have other values."""

    def plant(notebook):
        cell(notebook, id).update(values)

    return plant


def add(source, id="added", **fields):
    """A planted mistake: one more markdown cell."""
    return lambda notebook: notebook.cells.insert(3, new_markdown_cell(source, id=id, **fields))


def say(source, *outputs, **metadata):
    """A planted mistake: one more code cell after all others."""

    def plant(notebook):
        counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
        notebook.cells.insert(-4, code("added", source, max(counts) + 1, *outputs, **metadata))

    return plant


def stripped(notebook):
    for c in notebook.cells:
        if c.cell_type == "code":
            c.outputs, c.execution_count = [], None


def without(id):
    return lambda notebook: notebook.cells.remove(cell(notebook, id))


def display(data, **metadata):
    return new_output("display_data", data, metadata=metadata)


def timed(notebook, time, *sections):
    """A notebook that says another time, with more sections."""
    cell(notebook, "title").source = OPENING.replace("**Time:** 20 minutes.", time)
    notebook.cells[-4:-4] = [new_markdown_cell(section, id=f"more-{n}") for n, section in enumerate(sections, 2)]


FRACTIONS = r"""It is

$$
\begin{aligned}
z &= \frac{1}{2} && \text{the slope of } x \text{ is } {-1} \\[6pt]
  &= \frac{2}{4} && \frac{1}{2} \text{ twice} \\[6pt]
  &= \frac{3}{6} \\
  &= 0.24
\end{aligned}
$$"""

PLANTED = [
    ("format_of_the_file", "an old format", lambda notebook: notebook.update(nbformat_minor=4)),
    ("format_of_the_file", "another kernel", lambda n: n.metadata.kernelspec.update(name="my-env")),
    ("format_of_the_file", "a version of Python", lambda n: n.metadata.language_info.update(version="3.11.7")),
    ("format_of_the_file", "the state of widgets", lambda n: n.metadata.update(widgets={})),
    (
        "cell_metadata",
        "timing",
        change("imports", metadata={"execution": {"iopub.status.busy": "2025-01-01T00:00:00Z"}}),
    ),
    ("cell_metadata", "trusted", change("imports", metadata={"trusted": True})),
    ("cell_metadata", "collapsed", change("imports", metadata={"collapsed": False})),
    ("cell_metadata", "outputs hidden", change("imports", metadata={"jupyter": {"outputs_hidden": True}})),
    ("cell_metadata", "skipped", change("imports", metadata={"tags": ["nbval-skip"]})),
    ("cell_metadata", "ignored", change("imports", metadata={"tags": ["nbval-ignore-output"]})),
    ("cell_ids", "random", change("imports", id="3f9a27cc")),
    ("cell_ids", "uuid", change("imports", id="0fd1aa36-6b2e-4d5c-9a55-0d3fd2b2a1c4")),
    ("cell_ids", "upper case", change("imports", id="Imports")),
    ("cell_ids", "twice", change("imports", id="title")),
    ("no_blanks_at_line_ends", "blanks", change("see-slope", source="The line \nrises.")),
    ("no_blanks_at_line_ends", "empty cell", change("see-slope", source="")),
    ("no_blanks_at_line_ends", "empty line", change("see-slope", source="The line rises.\n")),
    ("plain_python", "magic", say("%matplotlib inline")),
    ("plain_python", "shell", say("!ls")),
    ("plain_python", "pip", say("%pip install torch")),
    ("no_hidden_skips", "ignored", say("# NBVAL_IGNORE_OUTPUT\nx = 1")),
    ("imports", "torch", say("import torch")),
    ("imports", "the second of two", say("import math, torch")),
    ("imports", "within a function", say("def f():\n    import torch")),
    ("imports", "from torch", say("from torch.nn import Linear")),
    ("imports", "relative", say("from . import x")),
    ("imports", "sys.path", say("import sys\n\nsys.path.append('..')")),
    ("no_semicolon_at_the_end", "semicolon", say("slope;")),
    ("no_semicolon_at_the_end", "before a comment", say("slope;  # hidden\n# really")),
    ("no_machine_paths", "in an output", say("print(x)", printed("/home/me/course\n"))),
    ("no_machine_paths", "in a string", say("open('/data/penguins.csv')")),
    ("no_machine_paths", "of Windows", say(r"x = r'C:\course'")),
    *(
        ("no_machine_paths", folder, say("print(x)", printed(f"see {folder}/course\n")))
        for folder in ("/root", "/work", "/tmp", "/Users", "/usr", "/opt", "/var", "/mnt", "/private", "/content")
    ),
    ("no_machine_paths", "in the text", add("It lies in ~/course and in `/work/x`.")),
    (
        "no_machine_paths",
        "in a traceback",
        change("trap", outputs=[new_output("error", ename="E", evalue="", traceback=["File /root/x.py"])]),
    ),
    ("execution_counts", "stripped", stripped),
    ("execution_counts", "out of order", lambda n: n.cells.insert(1, n.cells.pop(3))),
    ("execution_counts", "run twice", change("imports", execution_count=7)),
    ("outputs_are_stored", "stripped", stripped),
    ("outputs_are_stored", "print without output", say("print(slope)")),
    ("outputs_are_stored", "expression without output", say("slope")),
    ("outputs_are_stored", "one of two", change("check-slope", outputs=[])),
    ("no_warnings_and_no_errors", "warning", say("x = 1", new_output("stream", name="stderr", text="RuntimeWarning"))),
    ("no_warnings_and_no_errors", "error", change("trap", metadata={})),
    ("no_warnings_and_no_errors", "no error", change("trap", outputs=[])),
    ("outputs_that_last", "date", say("print(d)", printed("2025-06-01"))),
    ("outputs_that_last", "time", say("print(d)", printed("took 0:00:12"))),
    ("outputs_that_last", "address", say("x", display({"text/plain": "<matplotlib.lines.Line2D at 0x7f3a2c>"}))),
    (
        "outputs_that_last",
        "slider view",
        change("move-slope", outputs=[display({WIDGET_VIEW: {}, "text/plain": "Run me"})]),
    ),
    ("outputs_that_last", "progress", say("print(x)", printed("10 %\r20 %"))),
    ("figures_are_described", "no alt", lambda n: cell(n, "figure-slope").outputs[0].update(metadata={})),
    (
        "figures_are_described",
        "short alt",
        lambda n: cell(n, "figure-slope").outputs[0].metadata["image/png"].update(alt="A straight rising line"),
    ),
    ("figures_are_described", "no text below", without("see-slope")),
    ("figures_are_described", "only a heading below", change("see-slope", source="## Next")),
    ("figures_are_described", "another text below", change("see-slope", source="The line rises.")),
    ("figures_are_described", "figure not stored", change("figure-slope", outputs=[])),
    ("figures_are_described", "in HTML", say("x", display({"text/html": "<img src='data:,'>", "text/plain": ""}))),
    ("a_figure_comes_last", "printed below", lambda n: cell(n, "figure-slope").outputs.append(printed("0.2397\n"))),
    ("drawing_code_is_folded", "not folded", change("figure-slope", metadata={})),
    ("drawing_code_is_folded", "slider not folded", change("move-slope", metadata={})),
    (
        "drawing_code_is_folded",
        "no title",
        change("figure-slope", source=f"fig = None\nfigures.show(fig, alt={ALT!r})"),
    ),
    (
        "drawing_code_is_folded",
        "prints",
        change("figure-slope", source=f"# The picture: a line\nprint(1)\nfigures.show(None, alt={ALT!r})"),
    ),
    ("drawing_code_is_folded", "folded, draws nothing", change("check-slope", metadata=FOLDED)),
    ("figures_share_their_names", "two axes", say("fig, (left, right) = plt.subplots(1, 2)")),
    ("figures_share_their_names", "its own name", say("picture, ax = plt.subplots()")),
    ("figures_share_their_names", "one name", say("both = plt.subplots()")),
    ("the_installation_is_checked_once", "second notebook", change("imports", **INSTALLATION)),
    (
        "figures_fit_a_projector",
        "too high",
        lambda n: cell(n, "figure-slope").outputs[0].metadata["image/png"].update(height=640),
    ),
    ("sliders_have_a_static_figure", "none", without("figure-slope")),
    ("sliders_have_a_static_figure", "in another section", change("see-slope", source="Text.\n\n## Next\n\nText.")),
    ("headings", "no H1", change("title", source=OPENING.replace("# Measure", "## Measure"))),
    ("headings", "two H1", add("# Another")),
    ("headings", "no time", change("title", source=OPENING.replace("**Time:**", ""))),
    ("headings", "no promise", change("title", source=OPENING.replace("**You will**", "You"))),
    ("headings", "no condition", change("title", source=OPENING.replace("**You need** nothing.", ""))),
    ("headings", "no mistakes", without("common-mistakes")),
    ("headings", "another order", change("your-turn", source="## On a blank page")),
    ("sections_are_numbered", "twice", add("## 1. Another")),
    ("sections_are_numbered", "a gap", add("## 3. Another")),
    ("sections_are_numbered", "not from 1", change("slope", source="## 2. The slope\n\nIt is $0.24$.")),
    (
        "sections_are_numbered",
        "one without time",
        lambda n: timed(n, "**Time:** section 1.", "## 2. A"),
    ),
    (
        "sections_are_numbered",
        "time for none",
        lambda n: timed(n, "**Time:** 45 minutes: sections 1 to 3."),
    ),
    ("what_the_text_points_at_is_there", "no section", add("As section 2 says.")),
    ("what_the_text_points_at_is_there", "one of several", add("As sections 1 and 2 say.")),
    ("what_the_text_points_at_is_there", "of a range", add("Sections 1 to 4 say so.")),
    ("what_the_text_points_at_is_there", "of another notebook", add("As section 2 of notebook 03 says.")),
    ("what_the_text_points_at_is_there", "of one named before", add("As in notebook 01, section 5.")),
    ("what_the_text_points_at_is_there", "no notebook", add("As notebook 04 says.")),
    ("what_the_text_points_at_is_there", "in a link", add("As [section 2](#1.-The-slope) says.")),
    ("what_the_text_points_at_is_there", "in a comment", say("x = 1  # as in section 2")),
    ("links_say_where_they_lead", "number", add("As [notebook 01](03_third.ipynb) says.")),
    (
        "links_say_where_they_lead",
        "number and title",
        add("[Next: it](03_third.ipynb), [01 Measure a slope](03_third.ipynb)"),
    ),
    ("links_say_where_they_lead", "title", add("[03 Measure a height](03_third.ipynb)")),
    ("links", "case", add("[here](Data/penguins.csv)")),
    ("links", "HTML image without alt", add("<img src='data/penguins.csv'>")),
    ("links", "no file", add("[here](04_fourth.ipynb)")),
    ("links", "no heading", add("[here](#Nowhere)")),
    ("links", "no heading there", add("[here](01_first.ipynb#Nowhere)")),
    ("links", "lower case heading", add("[here](#your-turn)")),
    ("links", "no host", add("[here](https://)")),
    ("links", "localhost", add("[here](http://localhost:8888/lab)")),
    ("links", "absolute", add("[here](/data/penguins.csv)")),
    ("links", "outside", add("[here](../../elsewhere)")),
    ("links", "no attachment", add("![a line](attachment:line.png)")),
    ("links", "no alt", add("![](data/penguins.csv)")),
    ("links", "reference", add("[here][1]\n\n[1]: 04_fourth.ipynb")),
    ("links", "HTML", add("<a href='04_fourth.ipynb'>here</a>")),
    ("navigation", "none", change("navigation", source="The end.")),
    ("navigation", "other order", change("navigation", source="[Next](03_third.ipynb), [before](01_first.ipynb)")),
    ("numbers_in_the_text", "changed number", change("slope", source="## 1. The slope\n\nIt is $0.25$.")),
    ("numbers_in_the_text", "given, not said", change("see-slope", metadata={"given_numbers": ["0.05"]})),
    ("numbers_in_the_text", "in a comment", say("x = 1  # about 0.77")),
    ("numbers_in_the_text", "in an alt text", say("figures.show(fig, alt='A line of slope 0.77')", FIGURE)),
    ("what_usually_happens_is_counted", "usually", add("A start usually works.")),
    ("what_usually_happens_is_counted", "most", add("Most starts work.\n\nAll 7 were tried.")),
    *(
        ("what_usually_happens_is_counted", words, add(f"A start {words} works."))
        for words in (
            *("typically", "often", "mostly", "rarely", "seldom", "hardly ever", "in general", "generally"),
            *("almost always", "nearly always", "commonly", "frequently", "most common", "most of", "tends to"),
        )
    ),
    ("what_usually_happens_is_counted", "a section's number is none", add("In section 3 it often works.")),
    (
        "what_usually_happens_is_counted",
        "excused without a reason",
        change("slope", source="It often works: $0.24$.", metadata={"not_counted": {"often works": " "}}),
    ),
    (
        "what_usually_happens_is_counted",
        "excused, not said",
        change("slope", metadata={"not_counted": {"often fails": "a definition"}}),
    ),
    ("tables_are_tables", "not at the end", say("table({'z': [1.0]})\nprint(slope)", printed("1.0"))),
    ("tables_are_tables", "two in a cell", say("table({'z': [1.0]})\ntable({'z': [1.0]})", printed("1.0"))),
    ("tables_are_tables", "in a loop", say("for z in (1, 2):\n    table({'z': [z]})")),
    ("tables_are_tables", "kept", say("shown = table({'z': [1.0]})")),
    ("tables_are_tables", "the name for something else", say("table = (1, 2)")),
    ("tables_are_tables", "printed columns", say("for z in (1, 2):\n    print(f'{z:8.2f}')", printed("1.0"))),
    ("tables_are_tables", "padded words", say("for z in (1, 2):\n    print(f'{z:<12} {z}')", printed("1.0"))),
    ("tables_are_tables", "numbers in quotes", say("print(texts)", printed("slopes: ['0.0474', '-0.5000']\n"))),
    ("a_prediction_is_a_quote", "no quote", add("**Predict.** What is the slope?")),
    ("a_prediction_is_a_quote", "half a quote", add("> **Predict.** What is\nthe slope?")),
    ("a_prediction_is_a_quote", "within a paragraph", add("> First. **Predict.** What is the slope?")),
    (
        "a_prediction_is_a_quote",
        "answered",
        add("> **Predict.** What is the slope?\n\nSo the answer to the question: 1."),
    ),
    ("boxes_are_few", "five", add(r"$$\boxed{z}$$ " * 5)),
    ("boxes_are_few", "in the text", add(r"It is $\boxed{z}$.")),
    ("boxes_are_few", "in a reason", add("$$\n\\begin{aligned}\nz &= y && \\boxed{z} \\\\\n&= x\n\\end{aligned}\n$$")),
    ("displayed_formulas", "a cell begins", add("$$\nz = 1\n$$\n\nSo $z$ is 1.")),
    ("displayed_formulas", "a mark alone", add("It is\n\n$$\nz = 1\n$$\n\n, as before.")),
    ("displayed_formulas", "a bracket alone", add("(It is\n\n$$\nz = 1\n$$\n\n)")),
    ("displayed_formulas", "fractions touch", add(FRACTIONS.replace("[6pt]", ""))),
    ("displayed_formulas", "one pair touches", add(FRACTIONS.replace("[6pt]", "", 1))),
    ("displayed_formulas", "an operator", add(FRACTIONS.replace("{-1}", "-1"))),
    ("displayed_formulas", "an operator before a command", add(FRACTIONS.replace("{-1}", r"-\hat y"))),
    ("bold_words_lead_a_sentence", "Code", add("It is so.\n\n**Code.**")),
    *(
        ("bold_words_lead_a_sentence", word, add(f"It is so.\n\n**{word}.**"))
        for word in ("Derive", "By hand", "Check", "See")
    ),
    ("bold_words_lead_a_sentence", "and a colon", add("**Derive:**\n\n$$\nz = 1\n$$")),
    ("bold_words_lead_a_sentence", "two", add("**Code and check.**\n\nIt is so.")),
]


@pytest.mark.parametrize("rule, what, plant", PLANTED, ids=[f"{rule}-{what}" for rule, what, _ in PLANTED])
def test_a_planted_mistake_breaks_its_rule(rule, what, plant, folder):
    notebook = clean_notebook()
    plant(notebook)
    assert rule in found(notebook, folder / "02_second.ipynb")


def test_every_rule_has_a_planted_mistake():
    assert {check.__name__ for check in RULES} == {rule for rule, _, _ in PLANTED}


ALLOWED = [
    ("standard library", say("import math\nfrom collections import Counter")),
    ("a semicolon in a string", say("x = 'a;'")),
    ("mathematics with f: R", add(r"$f:\mathbb{R} \to \mathbb{R}$ and true/false, and/or")),
    ("a fence", add("```\n# no heading\n[no](link)\n0.77\n```")),
    (
        "links",
        add(
            "[a](data/penguins.csv), [b](01_first.ipynb#Your-turn), [c](https://jupyter.org/x_(y)), <https://numpy.org>"
        ),
    ),
    ("brackets in mathematics", add("$f[x](y)$ and `a[0](1)`")),
    ("a given number", add("Some take 0.05.", metadata={"given_numbers": ["0.05"]})),
    (
        "what is there",
        add(
            "See sections 1 and 1, section 1 of notebook 03, notebooks 01 to 03, [01 Measure a slope](01_first.ipynb)."
        ),
    ),
    ("a time for all", lambda n: timed(n, "**Time:** 45 minutes: section 1, then 2 to 3.", "## 2. A", "## 3. B")),
    ("one more section", lambda n: n.cells.insert(-1, new_markdown_cell("## What comes next", id="next"))),
    ("a counted usually", add("It usually works, in 8 of 10 tries.", metadata={"given_numbers": []})),
    ("an excused often", add("It often works.", metadata={"not_counted": {"often works": "a definition"}})),
    ("as often as", add("Call it as often as you like, at most.")),
    ("a table at the end", say("print(slope)\ntable({'z': [1.0]}, '.1f')", printed("0.24"))),
    ("one padded number", say("print(f'{slope:8.2f}')", printed("0.24"))),
    ("digits in a loop", say("for z in (1, 2):\n    print(f'{z:.2f} {z:,} {z:.0%} {z!r}')", printed("1.0"))),
    ("a list of words", say("print(texts)", printed("['a', 'b']"))),
    ("a prediction", add("> **Predict.** What\n> is the slope?\n\n**Derive.** It is $0.24$.")),
    ("predict as a word", add("Predict it, and *predict* it again.")),
    ("fractions apart", add(FRACTIONS)),
    ("a minus that subtracts", add(FRACTIONS.replace(r"\text{the slope of } x \text{ is } {-1}", "z - 1"))),
    ("a box", add("It is\n\n$$\n\\boxed{z = 0.24}\n$$")),
    ("a bold word and a sentence", add("**Code.** One line. **Check**, too:")),
    ("an attachment", add("![a line](attachment:line.png)", attachments={"line.png": {"image/png": ""}})),
]


@pytest.mark.parametrize("what, plant", ALLOWED, ids=[what for what, _ in ALLOWED])
def test_what_is_allowed_breaks_no_rule(what, plant, folder):
    notebook = clean_notebook()
    plant(notebook)
    assert found(notebook, folder / "02_second.ipynb") == set()


@pytest.mark.parametrize(
    "what, id, fields, name, rules",
    [
        ("it may be folded", "imports", INSTALLATION, "00_begin.ipynb", set()),
        ("not without its tag", "imports", INSTALLATION | {"metadata": FOLDED}, "00_begin.ipynb", {"folded"}),
        ("not in another notebook", "imports", INSTALLATION, "01_first.ipynb", {"installation"}),
        ("not in another cell", "check-slope", INSTALLATION, "00_begin.ipynb", {"installation"}),
        ("not without a title", "imports", INSTALLATION | {"source": "print(1)"}, "00_begin.ipynb", {"installation"}),
        ("not silently", "imports", INSTALLATION | {"source": "# One\nx = 1"}, "00_begin.ipynb", {"installation"}),
    ],
)
def test_the_check_of_the_installation_is_folded(what, id, fields, name, rules, folder):
    notebook = clean_notebook()
    cell(notebook, id).update(fields)
    broken = {problem.partition(":")[0] for problem in problems(notebook, folder / name)}
    names = {"folded": "drawing_code_is_folded", "installation": "the_installation_is_checked_once"}
    assert broken & set(names.values()) == {names[rule] for rule in rules}


def test_the_file_is_as_the_script_writes_it(folder):
    path = folder / "02_second.ipynb"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n "))
    assert [problem.partition(":")[0] for problem in problems(read(path), path)] == ["format_of_the_file"]


def test_anchors_are_those_of_jupyterlab():
    notebook = new_notebook(cells=[new_markdown_cell("## Why a **log**, why `sum`?\n\n### 2. [The](x) end")])
    assert anchors(notebook) == {"Why-a-log,-why-sum?", "2.-The-end"}


@pytest.mark.parametrize(
    "names, right",
    [
        (["01_a.ipynb", "02_b.ipynb"], True),
        (["00_a.ipynb", "01_b.ipynb"], True),
        (["01_a.ipynb", "03_b.ipynb"], False),
        (["01_a.ipynb", "01_b.ipynb"], False),
        (["02_a.ipynb", "03_b.ipynb"], False),
        (["1_a.ipynb"], False),
        (["01-a.ipynb"], False),
        (["Untitled.ipynb"], False),
        ([], False),
    ],
)
def test_numbering(names, right):
    assert (list(numbering(names)) == []) == right


@pytest.mark.parametrize(
    "text, output, fits",
    [
        ("about 0.24", "0.2397", True),
        ("about 0.25", "0.2397", False),
        ("about 0.24", "0.2455", False),  # half a unit of the last digit, and no more
        ("about 0.93", "0.0093", False),  # a hundredth only of a percent
        ("about 0.93", "93", False),
        ("about 0.2397", "0.24", False),  # the text must not know more than the output
        ("$\\approx 0.2397$", "0.239712", True),
        ("$0{.}24$", "0.2397", True),
        ("$-0.24$", "-0.2397", True),
        ("$-0.24$", "0.2397", False),
        ("it is -0.24", "0.2397", False),
        ("$\\frac{-0.24}{1}$", "0.2397", False),
        ("$1-0.24$ and $1 - 0.24$", "0.2397", True),
        ("it falls by 0.24", "-0.2397", True),
        ("in `[0.24 1.]`", "0.3", False),
        ("93 %", "0.9293", True),
        ("$93\\,\\%$", "92.9", True),
        ("93 %", "0.9193", False),
        ("0.93 %", "0.0093", True),
        ("1,998 epochs", "1998", True),
        ("$1{,}998$", "1,998", True),
        ("1,998 epochs", "1999", False),
        ("12,345.5", "12345.5", True),
        ("$1.2 \\times 10^{-7}$", "1.1984e-07", True),
        ("$1.2 \\cdot 10^{-7}$", "1.3e-07", False),
        ("1.2e-7", "1.2e-07", True),
        ("0.5", "[0.5 1. ]", True),
        ("0.5", "x0.5", False),
        ("see section 2.1 and equation (3.4), in Python 3.10, arXiv:1502.01852", "", True),
        ("## 2.1 A heading", "", True),
        ("[a link](https://example.org/0.77) https://example.org/0.77", "", True),
        ("4.6.6 is a version", "", True),
        ("104 of 200 seeds", "104 of 200", True),
        ("105 of 200 seeds", "104 of 200", False),
        ("$2^{-149}$ and $10^{300}$ and 7 or 42 of them", "", True),
    ],
)
def test_a_number_in_the_text_is_shown(text, output, fits):
    notebook = new_notebook(cells=[new_markdown_cell(text, id="text"), code("shows", "", 1, printed(output))])
    assert (list(numbers_in_the_text(notebook, None)) == []) == fits


@pytest.mark.parametrize("number, fits", [("0.24", False), ("0.240", False), ("0.2397", True), ("0.0240", False)])
def test_a_short_number_is_shown_in_its_own_section(number, fits):
    sections = ["# A title", "## 1. One", f"## 2. Two\n\nIt is {number}.", "## Your turn\n\nIt is 0.24."]
    cells = [new_markdown_cell(section, id=f"cell-{i}") for i, section in enumerate(sections)]
    cells.insert(2, code("shows", "", 1, printed("0.2397")))
    assert (list(numbers_in_the_text(new_notebook(cells=cells), None)) == []) == fits


def test_a_number_in_the_code_is_shown_but_not_one_in_a_comment_or_an_alt_text():
    notebook = new_notebook(
        cells=[code("shows", "x = f'{-0.5:8.3f}'  # 0.7\nfigures.show(fig, alt='A line of slope 0.8')", 1, FIGURE)]
    )
    assert shown_numbers(notebook.cells) == {0.5, -0.5}
