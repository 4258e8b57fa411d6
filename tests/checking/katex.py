"""KaTeX, which sets formulas: in a page that needs no network, and in strict mode, which says what it does not know.

It is kept in ``tests/katex``, with its licence.
"""

import base64
import html
import json
import re
import shutil
import subprocess

from tests.references import unavailable

from .notebook_files import ROOT

KATEX = ROOT / "tests" / "katex"
DIST = KATEX / "dist"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
<script>
{script}
</script>
</body>
</html>
"""
SET_FORMULAS = """
function setFormulas(element) {
    const delimiters = [{ left: "$$", right: "$$", display: true }, { left: "$", right: "$", display: false }];
    renderMathInElement(element, { delimiters });
}
"""


def page(title, style, body, script):
    """A page of HTML that needs no other file; in ``script``, ``setFormulas(element)`` sets what is in an element."""
    sources = [(DIST / name).read_text(encoding="utf-8") for name in ("katex.min.js", "auto-render.min.js")]
    return PAGE.format(
        title=html.escape(title),
        style=f"{_style()}\n{style}",
        body=body,
        script="\n".join([*sources, SET_FORMULAS, script]),
    )


def _style():
    """KaTeX's style sheet, with its fonts inside instead of links to them."""

    def inside(match):
        font = base64.b64encode((DIST / match[1]).read_bytes()).decode("ascii")
        return f'src:url(data:font/woff2;base64,{font}) format("woff2")'

    css = (DIST / "katex.min.css").read_text(encoding="utf-8")
    return re.sub(r"src:url\((fonts/[\w-]+\.woff2)\)[^;}]*", inside, css)


def problems_with(formulas):
    """What KaTeX says of those of the formulas, pairs (is a display, TeX), that it does not render. Needs Node."""
    node = shutil.which("node")
    if node is None:
        unavailable("REFERENCES", "Node is not there")
    command = [node, KATEX / "render.cjs"]
    done = subprocess.run(command, input=json.dumps(formulas).encode(), capture_output=True, check=True)
    return json.loads(done.stdout)
