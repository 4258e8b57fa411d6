"""Writes notebooks for paper: a page for each that shows everything offline, and is printed from any browser.

    python -m tests.scripts.paper ../paper 03                  ../paper/03_matrix_calculus.html
    python -m tests.scripts.paper ../paper 03 04 --pdf         and PDF files, where there is a Chromium or Chrome
    python -m tests.scripts.paper ../paper ../student_edition/03_matrix_calculus.ipynb

Without a name, all notebooks. Folded code, sliders and the outputs of exercises are left out. Folded answers stay
closed; ``--answers`` opens them. The outputs are those in the file.

KaTeX sets the formulas, and is put into each page.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from tests.checking import katex
from tests.checking.browser import executable
from tests.checking.notebook_files import is_folded, notebook_paths, read, tags_of

SECONDS = 120  # for a browser to print

STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font: 10pt/1.4 sans-serif; max-width: 174mm; margin: auto; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
blockquote { margin: 1em 0; padding: 0.2em 1em; border-left: 0.3em solid #999; }
pre { font-size: 8pt; line-height: 1.3; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.5em 0; }
.input_area { border: 1px solid #bbb; padding: 0 0.6em; }
table { border-collapse: collapse; font-size: 8.5pt; margin: 0.8em auto; }
td, th { padding: 0.1em 0.7em; text-align: left; border-bottom: 1px solid #ddd; }
img { max-width: 100%; height: auto; }
img, table, blockquote, .katex-display, summary { break-inside: avoid; }
.katex-display { margin: 0.7em 0; }
p { orphans: 3; widows: 3; }
"""

# What is wider than the page is set smaller.
SCRIPT = """
setFormulas(document.body);
document.fonts.ready.then(() => {
    for (const node of document.querySelectorAll(".katex-display, table")) {
        const share = Math.min(node.clientWidth, document.body.clientWidth) / node.scrollWidth;
        if (share < 1) node.style.fontSize = `${0.99 * share * parseFloat(getComputedStyle(node).fontSize)}px`;
    }
});
"""


def page(notebook, title, answers=False):
    """The HTML of a notebook, with all that it needs inside."""
    notebook.cells = [cell for cell in notebook.cells if "figures.sliders(" not in cell.source]
    for cell in notebook.cells:
        if is_folded(cell):
            cell.metadata["transient"] = {"remove_source": True}  # nbconvert leaves the code out
        if "exercise" in tags_of(cell):
            cell.outputs = []
    exporter = HTMLExporter(
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True
    )
    body = exporter.from_notebook_node(notebook)[0]
    if answers:
        body = body.replace("<details>", "<details open>")
    return katex.page(title, HtmlFormatter(style="bw").get_style_defs(".highlight") + STYLE, body, SCRIPT)


def print_page(browser, html):
    """Lets a browser print ``html`` beside it, as a PDF."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
            + ["--no-pdf-header-footer", f"--print-to-pdf={html.with_suffix('.pdf')}", html.as_uri()],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


def paths_of(names):
    """The notebooks that are meant: by the number of one of the course, or by the path of any."""
    for name in names:
        found = [path for path in notebook_paths() if path.stem[:2] == name] or [Path(name)]
        if not found[0].is_file():
            raise FileNotFoundError(f"there is no notebook {name}: give a number, such as 03, or a path")
        yield found[0]


def main(arguments=None):
    """Returns the exit status: 0, or 1 if something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pages go; what has the same name there is replaced")
    parser.add_argument("notebooks", nargs="*", help="a number, such as 03, or a path; without one, all")
    parser.add_argument("--answers", action="store_true", help="open the folded answers")
    parser.add_argument("--pdf", action="store_true", help="let a Chromium or Chrome print each page")
    options = parser.parse_args(arguments)
    browser = executable()
    try:
        paths = list(paths_of(options.notebooks)) or notebook_paths()
        if options.pdf and browser is None:
            raise FileNotFoundError("there is no Chromium and no Chrome: leave --pdf out, and print from your browser")
    except FileNotFoundError as problem:
        print(f"{problem}. Nothing was written.", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        html = options.folder.resolve() / f"{path.stem}.html"
        html.write_bytes(page(read(path), path.stem, options.answers).encode("utf-8"))
        if options.pdf:
            print_page(browser, html)
        print(html.with_suffix(".pdf") if options.pdf else html)
    return 0


if __name__ == "__main__":
    sys.exit(main())
