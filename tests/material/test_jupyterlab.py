"""Each notebook opened and run in a real JupyterLab in a real browser: what a reader sees is right.

Needs Playwright and a Chromium or Chrome of the system; without them these tests are skipped, or fail where the
environment variable ``REQUIRE_BROWSER`` is 1.
"""

import time
from urllib.parse import urlsplit

import numpy as np
import pytest

from tests.checking.jupyterlab_server import JupyterLabServer
from tests.checking.notebook_files import NOTEBOOKS, code_cells, read, tags_of
from tests.checking.notebook_rules import PROJECTOR
from tests.checking.pictures import LEVELS, pixels
from tests.each_notebook import each_notebook

MILLISECONDS = 120_000  # for whatever has to happen; JupyterLab and the cells may be slow
MILLISECONDS_TO_MOVE = 15_000  # for a figure, after its slider was moved
TITLE = 50  # pixels at the top of a picture with sliders, in which their values are written

# The notebook that is open, its code cells, and all outputs of these, from JupyterLab's own model of it.
MODEL = """
const panel = window.jupyterapp?.shell.currentWidget;
const session = panel?.sessionContext;
const kernel = session?.session?.kernel;
const code = (panel?.content?.widgets ?? []).filter(cell => cell.model.type === 'code');
const outputs = code.flatMap(cell => cell.model.outputs.toJSON().map(output => [cell.model.id, output]));
"""
IS_READY = "() => {" + MODEL + "return session?.isReady && kernel?.status === 'idle' && code.length > 0 }"
HAS_RUN = (
    "(expected) => {"
    + MODEL
    + """
    return kernel.status === 'idle'
        && !code.some(cell => cell.model.executionState === 'running')
        && (code.every(cell => cell.model.executionCount !== null)
            || outputs.some(([id, output]) => output.output_type === 'error' && !expected.includes(id)));
    }"""
)
CLEAR = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
RUN_ALL = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }"
IS_TYPESET = """() => ![...document.querySelectorAll('.jp-Notebook .jp-MarkdownCell')].some(
    cell => !cell.classList.contains('jp-mod-rendered') || !cell.querySelector('.jp-MarkdownOutput'))"""

# What is wrong with what the reader sees: a list of sentences.
PROBLEMS = (
    "(expected) => {"
    + MODEL
    + r"""
    const problems = [];
    const notebook = panel.content.node;
    const all = selector => [...notebook.querySelectorAll(selector)];
    const cellOf = node => node.closest('.jp-Cell')
        && panel.content.widgets.find(cell => cell.node === node.closest('.jp-Cell')).model.id;
    for (const cell of code)
        if (cell.model.executionCount === null) problems.push(`cell ${cell.model.id} did not run`);
    for (const [id, output] of outputs) {
        if (output.output_type === 'error' && !expected.includes(id))
            problems.push(`cell ${id} raises ${output.ename}: ${output.evalue}`);
        if (output.name === 'stderr') problems.push(`cell ${id} warns: ${String(output.text).slice(0, 300)}`);
    }
    for (const node of all('mjx-merror, merror, .MathJax_Error'))
        problems.push(`cell ${cellOf(node)}: mathematics in error: ${node.dataset.mjxError || node.textContent}`);
    const isRed = node => getComputedStyle(node).color === 'rgb(255, 0, 0)';
    for (const node of all('mjx-container *'))
        if (isRed(node) && !isRed(node.parentElement))
            problems.push(`cell ${cellOf(node)}: red mathematics, unknown command: ${node.textContent.slice(0, 80)}`);
    for (const display of all('mjx-container[display="true"]')) {
        const formula = display.firstElementChild.getBoundingClientRect();
        const text = display.closest('.jp-RenderedHTMLCommon').getBoundingClientRect();
        const excess = Math.ceil(formula.right - text.right);
        if (excess > 1) problems.push(`cell ${cellOf(display)}: a formula is ${excess} pixels wider than the page`);
    }
    for (const output of all('.jp-MarkdownOutput, .jp-RenderedHTMLCommon, .jp-RenderedLatex')) {
        const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest('code, pre, mjx-container, script, style')) continue;
            if (/\$\$|\\[a-zA-Z]{2,}|\$[^$\s][^$]*\$/.test(node.textContent))
                problems.push(`cell ${cellOf(node.parentElement)}: mathematics left as text: `
                    + node.textContent.trim().slice(0, 120));
        }
    }
    for (const image of all('img'))
        if (!image.complete || image.naturalWidth === 0) problems.push(`cell ${cellOf(image)}: an image does not show`);
    const views = outputs.filter(([, output]) => output.data?.['application/vnd.jupyter.widget-view+json']);
    for (const [id] of views) {
        const cell = code.find(cell => cell.model.id === id);
        if (!cell.node.querySelector('.jupyter-widgets')?.getClientRects().length)
            problems.push(`cell ${id}: its sliders do not show`);
        const height = Math.ceil(cell.node.querySelector('.jp-OutputArea').getBoundingClientRect().height);
        if (height > PROJECTOR)
            problems.push(`cell ${id}: picture and sliders are ${height} pixels high, a projector shows PROJECTOR`);
    }
    for (const node of all('.jupyter-widgets-error')) problems.push(`cell ${cellOf(node)}: a widget in error`);
    return problems;
    }""".replace("PROJECTOR", str(PROJECTOR))
)
# The sliders' handles, as pairs of the cell's id and the handle's place among the handles of this cell.
SLIDERS = (
    "() => {"
    + MODEL
    + """
    return code.flatMap(cell =>
        [...cell.node.querySelectorAll('.jupyter-widgets [role=slider]')].map((_, place) => [cell.model.id, place]));
    }"""
)
FIGURES = """([id]) => [...window.jupyterapp.shell.currentWidget.content.widgets
    .find(cell => cell.model.id === id).node.querySelectorAll('.jp-OutputArea-output img')].map(image => image.src)"""
MOVED = f"""([id, before]) => {{
    const now = ({FIGURES})([id]);  // for a moment there is none, while it is replaced
    return now.length > 0 && now.length === before.length && now.some((image, i) => image !== before[i]) && now;
}}"""
HANDLE = """([id, place]) => window.jupyterapp.shell.currentWidget.content.widgets
    .find(cell => cell.model.id === id).node.querySelectorAll('.jupyter-widgets [role=slider]')[place]"""


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    with JupyterLabServer(NOTEBOOKS, tmp_path_factory.mktemp("jupyterlab") / "server") as server:
        yield server


def opened(context, address, milliseconds=MILLISECONDS):
    """A new page with a notebook, whose kernel is ready, and the addresses that it asks for, in a list that grows.

    ``milliseconds``: for whatever has to happen in this page.
    """
    page, requests = context.new_page(), []
    page.set_default_timeout(milliseconds)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="domcontentloaded")
    wait_until(page, IS_READY, "the notebook is open and its kernel ready")
    return page, requests


def problems_when_run(page, cells):
    """What is wrong with what the reader sees after all cells of code have run."""
    errors_on_purpose = [cell.id for cell in cells if "raises-exception" in tags_of(cell)]
    page.evaluate(CLEAR)
    page.evaluate(RUN_ALL)
    wait_until(page, HAS_RUN, "all cells have run", errors_on_purpose)
    wait_until(page, IS_TYPESET, "the text is typeset")
    page.evaluate("() => window.MathJax?.startup?.promise")
    page.wait_for_timeout(1000)  # mathematics and widgets are drawn after the last cell has run
    return page.evaluate(PROBLEMS, errors_on_purpose)


def wait_until(page, condition, meaning, argument=None):
    """Waits for a condition in the page; names it where it does not come true."""
    from playwright.sync_api import TimeoutError

    start = time.monotonic()
    try:
        page.wait_for_function(condition, arg=argument)
    except TimeoutError:
        dialog = page.evaluate("() => [...document.querySelectorAll('.jp-Dialog')].map(node => node.innerText).join()")
        pytest.fail(f"after {time.monotonic() - start:.0f} s it is still not so that {meaning}. Dialogs: {dialog!r}")


def hosts(requests):
    """The hosts that were asked for something."""
    return {urlsplit(url).hostname for url in requests if urlsplit(url).scheme not in {"data", "blob"}}


def sliders_that_do_nothing(page):
    """Moves each slider by the keyboard, as a reader can, and says which figures stay as they are.

    By one step only: at its end, one slider may take away all effect of the next.
    """
    from playwright.sync_api import TimeoutError

    for id, place in page.evaluate(SLIDERS):
        handle = page.evaluate_handle(HANDLE, [id, place]).as_element()
        before = page.evaluate(FIGURES, [id])
        handle.focus()
        at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if at_the_end else "ArrowRight")
        try:
            now = page.wait_for_function(MOVED, arg=[id, before], timeout=MILLISECONDS_TO_MOVE).json_value()
        except TimeoutError:
            yield f"cell {id}: slider {place + 1} does not move its figure"
            continue
        if not any(map(looks_different, before, now)):
            yield f"cell {id}: slider {place + 1} moves its number, and nothing in its figure"


def looks_different(picture, other):
    """Whether two pictures, given as the addresses of images, differ below the line that says the sliders' values."""
    a, b = (pixels(address.partition("base64,")[2])[TITLE:] for address in (picture, other))
    return a.shape != b.shape or bool((np.abs(a - b) > LEVELS).any())


@each_notebook
def test_notebook_in_jupyterlab(path, browser, server):
    cells = code_cells(read(path))
    context = browser.new_context(viewport={"width": 1280, "height": 900})  # of its own: TeX macros leak within a page
    try:
        page, requests = opened(context, server.url(path.name))
        problems = problems_when_run(page, cells)
        with_sliders = {id for id, _ in page.evaluate(SLIDERS)}
        for cell in cells:
            if "sliders(" in cell.source and cell.id not in with_sliders:
                problems.append(f"cell {cell.id}: no slider shows")
        problems += sliders_that_do_nothing(page)
        problems += [f"asked another host: {host}" for host in hosts(requests) - {"127.0.0.1"}]
        if problems:
            pytest.fail("\n".join([f"{path.name} in JupyterLab", *problems]), pytrace=False)
    finally:
        context.close()
