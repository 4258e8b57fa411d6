"""What a clean notebook is, rule by rule.

A rule is a function ``rule(notebook, path)`` that yields a sentence for each thing that is wrong; ``RULES`` lists
them all. ``path`` is where the notebook lies: links are followed from there.

Metadata that has a meaning here:

    given_numbers          on a cell: the numbers in its text that no output shows, such as a value that somebody else
                           published or a step of a calculation on paper: ``{"given_numbers": ["0.05", "93%"]}``
    not_counted            on a cell: pieces of sentences about what usually happens that rest on no number, and why
                           they need none: ``{"not_counted": {"usually starts near": "the reason"}}``
    unchecked_derivations  on a cell: lines of its displays that are not evaluated, see notebook_formulas.py
    raises-exception       a tag: this cell shows an error on purpose
    exercise               a tag: the source of this cell stands in helpers/exercises
    installation           a tag: this cell, the first one of the first notebook, says what is missing, without the
                           course; it is folded, because it is no part of what is taught
"""

import ast
import io
import re
import sys
import tokenize
from urllib.parse import unquote, urlsplit

from .cell_names import is_made_of_words
from .notebook_execution import WIDGET_VIEW
from .notebook_files import (
    METADATA,
    as_text,
    code_cells,
    is_folded,
    markdown_cells,
    read,
    tags_of,
    text_of,
    title_of,
    without_blocks,
    without_code,
    without_formulas,
)
from .notebook_sections import CLOSING, sections_of, time_of
from .prose_numbers import claims, numbers_in

# Any other key of a cell's metadata is left behind by some program.
CELL_METADATA = {"given_numbers", "jupyter", "not_counted", "tags", "unchecked_derivations"}
TAGS = {"exercise", "installation", "raises-exception"}
IMPORTS = {"IPython", "helpers", "ipywidgets", "matplotlib", "numpy"} | set(sys.stdlib_module_names)
OPENING = ("You will", "You need", "Time")
FEWEST_WORDS = 5  # in an alt text
PROJECTOR = 607  # pixels of page on a screen of 1280 x 720, in Presentation Mode
MOST_BOXES = 4  # in a notebook

RULES = []


def rule(function):
    """Adds a function to the rules."""
    RULES.append(function)
    return function


def problems(notebook, path):
    """Everything that is wrong with a notebook, as ``rule: sentence``."""
    return [f"{check.__name__}: {problem}" for check in RULES for problem in check(notebook, path)]


# ------------------------------------------------------------------------------------------------- reading


def _tree(cell):
    """The syntax tree of a code cell; an empty one where it is no Python (rule ``plain_python`` says so)."""
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.parse("")


def _tokens(cell):
    try:
        return list(tokenize.generate_tokens(io.StringIO(cell.source).readline))
    except (tokenize.TokenError, SyntaxError):
        return []


def _comments(cell):
    return [token.string for token in _tokens(cell) if token.type == tokenize.COMMENT]


def _calls(cell, *names):
    """The calls in a code cell of functions with one of these names, such as ``show`` or ``figures.show``."""
    calls = [node for node in ast.walk(_tree(cell)) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in names]


def _text_of(output):
    """All that an output says in words, its alt text included."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return "\n".join([output.evalue, *output.traceback])
    return "\n".join(text for kind, text in output.data.items() if kind.startswith("text/"))


def _has_picture(output):
    data = output.get("data", {})
    return any(kind.startswith("image/") for kind in data) or "<img" in data.get("text/html", "")


def _without_targets(markdown):
    """Markdown with the words of its links, and without where they lead."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown)


def _headings(notebook):
    """The headings as they are written: ``## Your turn``."""
    return [
        line.rstrip()
        for cell in markdown_cells(notebook)
        for line in without_blocks(cell.source).splitlines()
        if re.match(r"#{1,6} ", line)
    ]


def anchors(notebook):
    """The anchors that JupyterLab gives to the headings: the text with hyphens for blanks."""
    texts = (heading.lstrip("#").strip() for heading in _headings(notebook))
    return {_without_targets(text).translate({ord(c): None for c in "*`"}).replace(" ", "-") for text in texts}


# -------------------------------------------------------------------------------------------- form of the file


def numbering(names):
    """What is wrong with the names of the notebooks of a series: two digits, in order, no gaps, no number twice."""
    names = sorted(names)
    if not names:
        yield "there are no notebooks"
        return
    for name in names:
        if not re.fullmatch(r"\d\d_[a-z0-9]+(_[a-z0-9]+)*\.ipynb", name):
            yield f"{name} is not named like 02_sigmoid.ipynb"
    numbers = [int(name[:2]) for name in names if name[:2].isdigit()]
    if numbers and numbers != list(range(min(numbers[0], 1), min(numbers[0], 1) + len(names))):
        yield f"the numbers {numbers} do not count up one by one from 0 or 1"


@rule
def format_of_the_file(notebook, path):
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"the format is {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5"
    if notebook.metadata != METADATA:
        yield f"the notebook's metadata are {dict(notebook.metadata)}, not {METADATA}"
    if path.exists() and path.read_bytes() != as_text(notebook).encode("utf-8"):
        yield "the file is not as tests/scripts/regenerate.py writes it"


@rule
def cell_metadata(notebook, path):
    for cell in notebook.cells:
        if extra := set(cell.metadata) - CELL_METADATA:
            yield f"cell {cell.id} has the metadata {sorted(extra)}"
        if extra := set(tags_of(cell)) - TAGS:
            yield f"cell {cell.id} has the tags {sorted(extra)}"
        if set(cell.metadata.get("jupyter", {})) - {"source_hidden"}:
            yield f"cell {cell.id}: only source_hidden is allowed in its jupyter metadata"


@rule
def cell_ids(notebook, path):
    seen = set()
    for cell in notebook.cells:
        if not is_made_of_words(cell.id):
            yield f"the cell id {cell.id!r} is not made of words, as derive-sigmoid is: regenerate.py gives it a name"
        if cell.id in seen:
            yield f"two cells have the id {cell.id}"
        seen.add(cell.id)


@rule
def no_blanks_at_line_ends(notebook, path):
    for cell in notebook.cells:
        if not cell.source.strip():
            yield f"cell {cell.id} is empty"
        elif re.search(r"[ \t]+$", cell.source, flags=re.MULTILINE):
            yield f"cell {cell.id} has blanks at the end of a line"
        elif cell.source != cell.source.strip("\n"):
            yield f"cell {cell.id} begins or ends with an empty line"


# -------------------------------------------------------------------------------------------------- the code


@rule
def plain_python(notebook, path):
    for cell in code_cells(notebook):
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            yield f"cell {cell.id} is no plain Python, line {error.lineno}: no % and no ! commands"


@rule
def no_hidden_skips(notebook, path):
    for cell in code_cells(notebook):
        if marks := re.findall(r"NBVAL_\w+|PYTEST_VALIDATE\w+", cell.source):
            yield f"cell {cell.id} hides from the tests by {marks[0]}"


@rule
def imports(notebook, path):
    for cell in code_cells(notebook):
        for node in ast.walk(_tree(cell)):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or "."]
            for module in modules:
                if module.split(".")[0] not in IMPORTS:
                    yield f"cell {cell.id} imports {module}, which readers have not installed"
        if re.search(r"\bsys\s*\.\s*path\b", cell.source):
            yield f"cell {cell.id} touches sys.path"


@rule
def no_semicolon_at_the_end(notebook, path):
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT}
    for cell in code_cells(notebook):
        last = [token.string for token in _tokens(cell) if token.type not in empty][-1:]
        if last == [";"]:
            yield f"cell {cell.id} ends with a semicolon, which hides its output from the reader and from the tests"


@rule
def no_machine_paths(notebook, path):
    folder = r"(?<![\w.~/:*)\]}-])(/(home|root|work|tmp|Users|usr|opt|var|mnt|private|content)/\w|~/\w)"
    drive = r"\b[A-Z]:\\{1,2}\w"
    for cell in notebook.cells:
        source = cell.source if cell.cell_type == "code" else without_formulas(cell.source)
        outputs = [("output", _text_of(output)) for output in cell.get("outputs", [])]
        for where, text in [("source", source), *outputs]:
            if found := re.search(f"{folder}|{drive}", text):
                yield f"the {where} of cell {cell.id} shows a path of one machine: {text[found.start() :][:40]!r}"
        if cell.cell_type == "code":
            for node in ast.walk(_tree(cell)):
                literal = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
                if re.match(r"(/|~/|[A-Za-z]:[\\/])\w", literal):
                    yield f"cell {cell.id} uses the absolute path {literal!r}"


# --------------------------------------------------------------------------------------------------- outputs


@rule
def execution_counts(notebook, path):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"the cells were not run once each, from top to bottom: their counts are {counts}"


@rule
def outputs_are_stored(notebook, path):
    if not any(cell.outputs for cell in code_cells(notebook)):
        yield "no output is stored"
    for cell in code_cells(notebook):
        if cell.outputs:
            continue
        body = _tree(cell).body
        calls = [node.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
        prints = any(
            ast.unparse(call.func) in {"print", "display", "figures.show", "figures.sliders"} for call in calls
        )
        shows = (
            bool(body) and isinstance(body[-1], ast.Expr) and not isinstance(body[-1].value, (ast.Call, ast.Constant))
        )
        if prints or shows:
            yield f"cell {cell.id} shows something, but no output is stored"


@rule
def no_warnings_and_no_errors(notebook, path):
    for cell in code_cells(notebook):
        kinds = {output.get("name", output.output_type) for output in cell.outputs}
        expected = "raises-exception" in tags_of(cell)
        if "stderr" in kinds:
            yield f"cell {cell.id} has output on stderr"
        if "error" in kinds and not expected:
            yield f"cell {cell.id} ends in an error"
        if expected and "error" not in kinds:
            yield f"cell {cell.id} is tagged raises-exception, but raises none"


@rule
def outputs_that_last(notebook, path):
    """Outputs that would differ in a minute, or show as broken when the notebook is opened again."""
    moment = r"\b(19|20)\d\d-[01]\d-[0-3]\d\b|\b[0-2]?\d:[0-5]\d:[0-5]\d\b"
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if found := re.search(moment, _text_of(output)):
                yield f"cell {cell.id} shows a date or a time: {found.group()}"
            if found := re.search(r"<[^<>]* at 0x[0-9a-f]+>", _text_of(output)):
                yield f"cell {cell.id} shows the address of an object: {found.group()}"
            if WIDGET_VIEW in output.get("data", {}):
                yield f"cell {cell.id} stores the view of a slider that no longer exists"
            if "\r" in _text_of(output):
                yield f"cell {cell.id} stores lines that were overwritten on the screen"


@rule
def figures_are_described(notebook, path):
    for index, cell in enumerate(notebook.cells):
        outputs = [output for output in cell.get("outputs", []) if _has_picture(output)]
        for output in outputs:
            described = [
                output.metadata.get(kind, {}).get("alt", "") for kind in output.data if kind.startswith("image/")
            ]
            described += re.findall(r"""<img[^>]*\salt=["']([^"']*)""", output.data.get("text/html", ""))
            if not any(len(alt.split()) >= FEWEST_WORDS for alt in described):
                yield f"the figure of cell {cell.id} has no alt text of at least {FEWEST_WORDS} words"
        if len(outputs) < len(_calls(cell, "figures.show", "show") if cell.cell_type == "code" else []):
            yield f"cell {cell.id} draws a figure that is not stored"
        if outputs:
            below = notebook.cells[index + 1] if index + 1 < len(notebook.cells) else None
            if below is None or below.cell_type != "markdown" or not below.source.startswith("**See"):
                yield f"no **See** below the figure of cell {cell.id} says what to see"


@rule
def a_figure_comes_last(notebook, path):
    """What is printed after a figure may reach a busy notebook in another order when its cell is run again."""
    for cell in code_cells(notebook):
        kinds = [output.output_type for output in cell.outputs]
        pictures = [index for index, output in enumerate(cell.outputs) if _has_picture(output)]
        if pictures and "stream" in kinds[pictures[0] :]:
            yield f"cell {cell.id} prints something below its figure: print it before"


@rule
def drawing_code_is_folded(notebook, path):
    for cell in code_cells(notebook):
        draws = bool(_calls(cell, "figures.show", "figures.sliders"))
        folded = is_folded(cell)
        if draws and not folded:
            yield f"cell {cell.id} draws: fold its code (metadata jupyter, source_hidden)"
        if draws and not cell.source.startswith("# The picture"):
            yield f"cell {cell.id} draws: begin with a line that can be read when it is folded, '# The picture: ...'"
        if draws and _calls(cell, "print"):
            yield f"cell {cell.id} draws and prints: split it, what is folded is not read"
        if folded and not draws and "installation" not in tags_of(cell):
            yield f"cell {cell.id} is folded, but draws nothing"


@rule
def figures_share_their_names(notebook, path):
    """A name of its own would keep a figure for good, with all that was drawn in it."""
    for cell in code_cells(notebook):
        for node in _tree(cell).body:
            if isinstance(node, ast.Assign) and "plt.subplots(" in ast.unparse(node.value):
                targets = [ast.unparse(target).strip("()") for target in node.targets]
                if not {"fig, ax", "fig, axes"}.issuperset(targets):
                    yield f"cell {cell.id} draws on {', '.join(targets)}: write fig, ax or fig, axes"


@rule
def the_installation_is_checked_once(notebook, path):
    """The one other cell that is folded: it comes first of all, its first line says what it is for, and it prints."""
    first_of_all = path.name.startswith("00_") and code_cells(notebook)[:1]
    for cell in code_cells(notebook):
        if "installation" not in tags_of(cell):
            continue
        if not first_of_all or cell is not first_of_all[0]:
            yield f"cell {cell.id} is tagged installation: only the first cell of code of the first notebook is"
        if not cell.source.startswith("# "):
            yield f"cell {cell.id} is tagged installation: begin with a line that can be read when it is folded"
        if not _calls(cell, "print"):
            yield f"cell {cell.id} is tagged installation, but says nothing"


@rule
def figures_fit_a_projector(notebook, path):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            height = output.get("metadata", {}).get("image/png", {}).get("height", 0)
            if height > PROJECTOR:
                yield f"the figure of cell {cell.id} is {height} pixels high: a projector shows {PROJECTOR}"


@rule
def sliders_have_a_static_figure(notebook, path):
    picture_above = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, flags=re.MULTILINE):
            picture_above = False
        picture_above |= any(_has_picture(output) for output in cell.get("outputs", []))
        if cell.cell_type == "code" and _calls(cell, "figures.sliders") and not picture_above:
            yield f"the sliders of cell {cell.id} have no static figure above them in their section"


# -------------------------------------------------------------------------------------------- text and links


@rule
def headings(notebook, path):
    found = _headings(notebook)
    if [heading for heading in found if heading.startswith("# ")] != found[:1] or not notebook.cells[
        0
    ].source.startswith("# "):
        yield "there is not exactly one H1, at the top of the first cell"
    opening = re.split(r"^## ", text_of(notebook), flags=re.MULTILINE)[0]
    for promise in OPENING:
        if not re.search(rf"\*{promise}\b", opening):
            yield f"the opening does not say *{promise}*"
    sections = [heading for heading in found if heading.startswith("## ")]
    closing = [f"## {title}" for title in CLOSING]
    if closing not in (sections[-3:], sections[-4:-1]):  # one more may follow: what comes next
        yield f"the last sections are {sections[-4:]}, not {closing}"


@rule
def sections_are_numbered(notebook, path):
    """Numbered sections count up from 1, and what is said of the time leaves none out: readers find them by number."""
    numbers = _section_numbers(notebook)
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the sections have the numbers {numbers}: count up from 1"
    spans = re.findall(r"\b(\d+)(?: to (\d+))?\b(?! minutes)", time_of(notebook))
    timed = {number for low, high in spans for number in range(int(low), int(high or low) + 1)}
    if timed and timed != set(numbers):
        yield f"the time is said of the sections {sorted(timed)}, and there are {numbers}"


def _section_numbers(notebook):
    found = (re.match(r"## (\d+)\. ", heading) for heading in _headings(notebook))
    return [int(match[1]) for match in found if match]


_ONE_OR_SOME = r"(?P<numbers>[Ss]ection \d+|[Ss]ections \d+(?:(?:,|,? and| to| or) \d+)+)"
_SECTIONS = re.compile(rf"(?:[Nn]otebook (?P<before>\d\d), )?\b{_ONE_OR_SOME}(?: of notebook (?P<behind>\d\d))?")
_NOTEBOOKS = re.compile(r"\b[Nn]otebooks? (\d\d(?:(?:,|,? and| to| or) \d\d)*)\b")


@rule
def what_the_text_points_at_is_there(notebook, path):
    """The sections and notebooks that text and comments name by their numbers."""
    files = {file.name[:2]: file for file in path.parent.glob("*.ipynb")} | {path.name[:2]: None}
    for cell in notebook.cells:
        for text in _words(cell):
            for match in _NOTEBOOKS.finditer(text):
                for number in set(re.findall(r"\d\d", match[1])) - set(files):
                    yield f"cell {cell.id} points at notebook {number}, which is not there"
            for match in _SECTIONS.finditer(text):
                file = files.get(match["before"] or match["behind"] or path.name[:2])
                there = set(_section_numbers(read(file) if file else notebook))
                for number in sorted(set(map(int, re.findall(r"\d+", match["numbers"]))) - there):
                    yield f"cell {cell.id} says {match[0]!r}, and there is no section {number}"


def _words(cell):
    """The text of a cell without code and links' targets, or its comments."""
    if cell.cell_type == "markdown":
        return [_without_targets(without_code(cell.source))]
    return _comments(cell)


@rule
def links_say_where_they_lead(notebook, path):
    """A link that names a notebook by its number, or by its title, too, leads to this one."""
    for cell in markdown_cells(notebook):
        for text, name in re.findall(r"\[([^]]+)\]\((\d\d_\w+\.ipynb)[^)]*\)", without_code(cell.source)):
            said = re.match(r"(?:[Nn]otebook )?(\d\d)\b ?(.*)", text)
            if said and said[1] != name[:2]:
                yield f"cell {cell.id}: the link {text!r} leads to {name}"
            elif said and said[2] and (path.parent / name).exists():
                title = title_of(read(path.parent / name))
                if said[2] != title:
                    yield f"cell {cell.id}: the link {text!r} leads to {title!r}"


@rule
def links(notebook, path):
    for cell in markdown_cells(notebook):
        text = without_formulas(without_code(cell.source))
        targets = re.findall(r"\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'][^)]*)?\)", text)
        targets += re.findall(r"^\[[^]]+\]:\s*<?(\S+?)>?(?:\s|$)", text, flags=re.MULTILINE)
        targets += re.findall(r"<(https?:[^>\s]*)>", text)
        targets += re.findall(r"""<(?:a|img)\s[^>]*(?:href|src)=["']([^"']*)""", text)
        for target in targets:
            if problem := _broken(target, notebook, path, cell):
                yield f"cell {cell.id} links to {target!r}: {problem}"
        if re.search(r"!\[\s*\]", text) or re.search(r"<img(?![^>]*\salt=[\"'][^\"']+)", text):
            yield f"cell {cell.id} has an image without alt text"


def _broken(target, notebook, path, cell):
    """Why a link leads nowhere; None for one that resolves. Nothing is fetched."""
    parts = urlsplit(target)
    if parts.scheme in {"http", "https"}:
        host = parts.hostname or ""
        return None if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", host) else "that is no address on the web"
    if parts.scheme == "attachment":
        return None if parts.path in cell.get("attachments", {}) else "there is no such attachment"
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return "give a path from the folder of the notebooks, or an https address"
    there = path
    if parts.path:
        there = path.parent / unquote(parts.path)
        if not there.exists():
            return "there is no such file"
        if there.name not in {entry.name for entry in there.parent.iterdir()} | {".."}:
            return "upper and lower case differ from the file's name"
        if path.parent.parent.resolve() not in there.resolve().parents:
            return "that lies outside of the project"
    if parts.fragment:
        if parts.path and there.suffix != ".ipynb":
            return None
        known = anchors(read(there) if parts.path and there.resolve() != path.resolve() else notebook)
        if unquote(parts.fragment) not in known:
            return "there is no such heading; JupyterLab's anchors look like #Your-turn"
    return None


@rule
def navigation(notebook, path):
    """The last cell links to the previous and to the next notebook, in this order."""
    names = sorted({other.name for other in path.parent.glob("*.ipynb")} | {path.name})
    index = names.index(path.name)
    expected = names[max(index - 1, 0) : index] + names[index + 1 : index + 2]
    found = re.findall(r"\]\(([^)#]*\.ipynb)\)", notebook.cells[-1].source)
    if list(dict.fromkeys(found)) != expected:
        yield f"the last cell links to {found}, not to {expected}"


# --------------------------------------------------------------------------------------------------- the page


@rule
def tables_are_tables(notebook, path):
    """Numbers side by side go through ``table``, which ends its cell: what is printed comes before it."""
    for cell in code_cells(notebook):
        if "exercise" in tags_of(cell):
            continue
        tree = _tree(cell)
        ends = (
            bool(tree.body) and isinstance(tree.body[-1], ast.Expr) and ast.unparse(tree.body[-1]).startswith("table(")
        )
        if len(_calls(cell, "table")) > ends:
            yield f"cell {cell.id} calls table, but not as its last expression: split the cell there"
        if "table" in {name.id for name in ast.walk(tree) if isinstance(name, ast.Name) and not _is_read(name)}:
            yield f"cell {cell.id} gives the name table to something else, and the next cell needs it"
        for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
            widths = [spec for spec in ast.walk(loop) if isinstance(spec, ast.FormattedValue) and _is_padded(spec)]
            if widths:
                yield f"cell {cell.id} prints columns in a loop, {ast.unparse(widths[0])}: use table"
        for output in cell.outputs:
            if found := re.search(r"\[\s*'-?[\d.]+'.*", _text_of(output)):
                yield f"cell {cell.id} shows a list of numbers in quotes, {found[0][:30]}: use table"


def _is_read(name):
    return isinstance(name.ctx, ast.Load)


def _is_padded(value):
    """Whether a value in an f-string is padded to a width: {x:8.2f}, {name:<12}, and not {x:.2f} or {x:,}."""
    spec = "".join(part.value for part in getattr(value.format_spec, "values", []) if isinstance(part, ast.Constant))
    return bool(re.match(r"(.?[<>=^])?[ +-]?#?0?[1-9]\d*", spec))


def _paragraphs(notebook):
    """Each paragraph of the text, with its cell and what comes next: a paragraph, a cell of code, or nothing."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += [(cell, paragraph) for paragraph in re.split(r"\n\s*\n", without_blocks(cell.source))]
        else:
            found.append((cell, ""))
    for index, (cell, paragraph) in enumerate(found):
        if paragraph:
            yield cell, paragraph, found[index + 1][1] if index + 1 < len(found) else ""


@rule
def a_prediction_is_a_quote(notebook, path):
    """A reader sees where to stop, and the answer does not stand in the next line."""
    for cell, paragraph, below in _paragraphs(notebook):
        if "**Predict" not in paragraph:
            continue
        if not paragraph.startswith("> **Predict.** ") or any(line[:1] != ">" for line in paragraph.split("\n")):
            yield f"cell {cell.id}: a Predict is a block quote of its own, > **Predict.** ..., and the whole of it"
        if re.match(r"(So the |The )?[Aa]nswer", below):
            yield f"cell {cell.id}: the answer stands right below its Predict: fold it, or put the code between"


@rule
def boxes_are_few(notebook, path):
    """A box is for a formula to keep: a displayed one, and no more than four in a notebook."""
    boxes = 0
    for cell in markdown_cells(notebook):
        pieces = without_code(cell.source).split("$$")
        boxes += sum(piece.count(r"\boxed") for piece in pieces[1::2])
        reasons = [row.partition("&&")[2] for piece in pieces[1::2] for row in re.split(r"\\\\", piece)]
        if r"\boxed" in " ".join(pieces[::2] + reasons):
            yield f"cell {cell.id} has a box within the text or in a reason"
    if boxes > MOST_BOXES:
        yield f"there are {boxes} boxes, and whoever keeps everything keeps nothing"


@rule
def displayed_formulas(notebook, path):
    """How they look: rows of fractions apart, signs that are signs, a sentence before, and no mark alone below."""
    for cell in markdown_cells(notebook):
        source = without_code(cell.source)
        if source.startswith("$$"):
            yield f"cell {cell.id} begins with a formula: join it to the sentence that leads to it"
        if found := re.search(r"^[.,;:)](?:\s.*)?$", source, flags=re.MULTILINE):
            yield f"cell {cell.id} has a line that begins with {found[0][0]!r}: put the mark into the formula"
        for display in source.split("$$")[1::2]:
            yield from _displayed_rows(cell, display)


def _displayed_rows(cell, display):
    for rows in re.findall(r"\\begin\{aligned\}(.*?)\\end\{aligned\}", display, flags=re.DOTALL):
        pieces = re.split(r"(\\\\(?:\[[^]\s]*\])?)(?=\s|$)", rows)
        for above, end, below in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
            tall = [r"\frac" in row for row in (above, below)]
            if all(tall) and end == r"\\":
                yield rf"cell {cell.id}: fractions touch below {above.strip()[:50]!r}: end the row with \\[6pt]"
        for row in pieces[::2]:
            reason = row.partition("&&")[2]
            if found := re.search(r"\\text\{[^{}]*\}\s*(-\s*\\?\w+)", reason):
                yield f"cell {cell.id}: the minus of {found[1]!r} is set as an operator: write {{{found[1]}}}"


@rule
def bold_words_lead_a_sentence(notebook, path):
    """**Code.** alone on a line says nothing."""
    for cell in markdown_cells(notebook):
        for found in re.findall(
            r"^\*\*(?:Derive|By hand|Code|Check|See)\b[^*]*\*\*[.:]?$", cell.source, flags=re.MULTILINE
        ):
            yield f"cell {cell.id}: {found} stands alone on its line"


# ---------------------------------------------------------------------------------------- numbers in the text


def shown_numbers(cells):
    """The numbers that the cells' code contains and their outputs show. Alt texts and comments do not count."""
    shown = set()
    for cell in cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(_tree(cell)):
            negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
            number = node.operand if negative else node
            if isinstance(number, ast.Constant) and type(number.value) in (int, float):
                shown.add(-float(number.value) if negative else float(number.value))
        for output in cell.outputs:
            if _has_picture(output):
                continue
            shown.update(numbers_in(_text_of(output)))
    return shown


def _texts(cell):
    """What a cell tells its reader in words: text, comments in code, and alt texts that are written out.

    An exercise says nothing here: its numbers are those of a task, and its own tests know them.
    """
    if "exercise" in tags_of(cell):
        return []
    if cell.cell_type == "markdown":
        return [without_blocks(cell.source)]
    keywords = [
        keyword.value
        for call in ast.walk(_tree(cell))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "alt"
    ]
    return _comments(cell) + [
        value.value for value in keywords if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]


@rule
def numbers_in_the_text(notebook, path):
    """A number in the text occurs in the outputs or the code of its section, or is marked as given.

    A number of four digits or more may come from another section: it is hardly there by chance. So may whole
    numbers, and all numbers in the opening and in the closing sections.
    """
    anywhere = shown_numbers(notebook.cells)
    for section in sections_of(notebook):
        here = anywhere if section.opens_or_closes else shown_numbers(section.cells)
        for cell in section.cells:
            yield from _numbers_in_a_cell(cell, here, anywhere)


def _numbers_in_a_cell(cell, here, anywhere):
    given = [re.sub(r"\s", "", number) for number in cell.metadata.get("given_numbers", [])]
    said = set()
    for text in _texts(cell):
        for number, fits in claims(text):
            said.add(number)
            is_short = "." in number and len(re.sub(r"\D", "", number).lstrip("0")) < 4
            if number not in given and not any(map(fits, here if is_short else anywhere)):
                yield f"cell {cell.id} says {number}, but no output and no code of this section shows it"
    for number in given:
        if number not in said:
            yield f"cell {cell.id} marks {number} as given, but its text does not say it"


# ------------------------------------------------------------------------------------- what usually happens

_HOW_OFTEN = re.compile(
    r"""\b(?: [Uu]sually | [Tt]ypically | (?<!as\ )(?<!too\ )(?<!so\ )(?<!how\ )[Oo]ften | [Mm]ostly | [Rr]arely
    | [Ss]eldom | [Hh]ardly\ ever | [Ii]n\ general | [Gg]enerally | [Tt]ends?\ to | [Aa]lmost\ always
    | [Nn]early\ always | [Cc]ommonly | [Ff]requently | [Mm]ost\ common | Most | most\ of )\b""",
    re.VERBOSE,
)


@rule
def what_usually_happens_is_counted(notebook, path):
    """A paragraph that says how often something happens has a number in it, or its cell says why it needs none."""
    for cell in markdown_cells(notebook):
        excused = cell.metadata.get("not_counted", {})
        text = without_code(cell.source)
        for paragraph in re.split(r"\n\s*\n|\n(?=[-|>] )|\n(?=\d+\. )", text):
            for match in _HOW_OFTEN.finditer(paragraph):
                said = paragraph[max(0, match.start() - 40) : match.end() + 40].replace("\n", " ")
                counted = re.search(r"\d", re.sub(r"^\s*\d+\. |[Nn]otebooks? \d+|[Ss]ections? \d+", "", paragraph))
                if not counted and not any(piece in paragraph and match.group() in piece for piece in excused):
                    yield f"cell {cell.id} says {match.group()!r} without a number: ... {said} ..."
        for piece, why in excused.items():
            if piece not in cell.source or not _HOW_OFTEN.search(piece) or not str(why).strip():
                yield f"cell {cell.id} excuses {piece!r}, which it does not say, or gives no reason"
