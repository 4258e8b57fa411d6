"""KaTeX, which sets formulas in a page: kept in ``tests/katex``, with its licence, so that no page needs a network."""

import base64
import re

from .notebook_files import ROOT

KATEX = ROOT / "tests" / "katex"
DIST = KATEX / "dist"


def style():
    """KaTeX's style sheet, with its fonts inside instead of links to them."""

    def inside(match):
        font = base64.b64encode((DIST / match[1]).read_bytes()).decode("ascii")
        return f'src:url(data:font/woff2;base64,{font}) format("woff2")'

    css = (DIST / "katex.min.css").read_text(encoding="utf-8")
    return re.sub(r"src:url\((fonts/[\w-]+\.woff2)\)[^;}]*", inside, css)


def script():
    """KaTeX, and its function ``renderMathInElement``."""
    return "\n".join((DIST / name).read_text(encoding="utf-8") for name in ("katex.min.js", "auto-render.min.js"))
