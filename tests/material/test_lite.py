"""The page of the course that runs in a browser, with nothing installed: what it holds, and that notebooks run in it.

Needs what ``tests/lite.txt`` lists, and a browser; without them these tests are skipped, or fail where
``REQUIRE_REFERENCES`` and ``REQUIRE_BROWSER`` are 1. One notebook is run, as that takes a minute; with ``LITE=all``,
every one.
"""

import functools
import hashlib
import http.server
import importlib.util
import json
import os
import re
import threading
import zipfile

import pytest

from tests.checking.notebook_files import ROOT, code_cells, notebook_paths, read
from tests.material import test_jupyterlab as jupyterlab
from tests.references import unavailable
from tests.scripts import lite

PLACE = "gradients"  # a folder of its host, as on GitHub Pages
MILLISECONDS = 600_000  # Python in a browser is slow, and more so beside other tests
MILLISECONDS_TO_MOVE = 120_000  # for a figure, after its slider was moved
FOR_THE_TEST = {
    "exposeAppInBrowser": True,
    "settingsOverrides": {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}},  # all cells exist
}
PRINTS_LESS = {"sigmoid-where"}  # of 06: WebAssembly has no floating-point flags, so NumPy gives no warning there
RUN = [path.stem for path in notebook_paths()][: None if os.environ.get("LITE") == "all" else 1]
TEXTS = (
    "() => {"
    + jupyterlab.MODEL
    + """
    const text = output => output.text ?? output.data?.['text/plain'] ?? '';
    return code.map(cell => cell.model.outputs.toJSON().map(text).flat().join(''))
    }"""
)


@pytest.fixture(scope="module")
def pyodide():
    """The folder with the files of Pyodide."""
    for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel", lite.CARRIER):
        if importlib.util.find_spec(name) is None:
            unavailable("REFERENCES", f"{name} is not installed: pip install -r tests/lite.txt")
    return lite.installed_pyodide()


@pytest.fixture(scope="module")
def page(pyodide, tmp_path_factory):
    """The folder of the page."""
    folder = tmp_path_factory.mktemp("host") / PLACE
    assert lite.main([str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def address(page):
    """Where the page is served, as any web server does it."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    file = page / "jupyter-lite.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["jupyter-config-data"] |= FOR_THE_TEST
    file.write_text(json.dumps(told), encoding="utf-8")
    handler = functools.partial(Handler, directory=page.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{PLACE}/"
        server.shutdown()


# ---------------------------------------------------------------------------------------------------- what it contains


def test_the_page_has_the_notebooks_as_they_are(page):
    expected = {path.name: path.read_bytes() for path in notebook_paths()}
    assert {path.name: path.read_bytes() for path in (page / "files").iterdir()} == expected
    listed = json.loads((page / "api" / "contents" / "all.json").read_text(encoding="utf-8"))["content"]
    assert sorted(item["name"] for item in listed) == sorted(expected)


def test_each_package_in_pyodides_list_is_there_with_what_it_needs(page):
    folder = page / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        content = (folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"], name
        assert {re.sub(r"[-_.]+", "-", need).lower() for need in package["depends"]} <= set(packages), name
    files = set(zipfile.ZipFile(folder / packages["gradients-by-hand"]["file_name"]).namelist())
    modules = [path for path in (ROOT / "helpers").rglob("*.py") if "__pycache__" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in modules} | {"helpers/data/penguins.csv"} <= files
    assert "ipywidgets/__init__.py" in zipfile.ZipFile(folder / packages["ipywidgets"]["file_name"]).namelist()


def test_only_the_list_of_fonts_in_matplotlib_is_changed(page, pyodide):
    (wheel,) = (page / "static" / "pyodide").glob("matplotlib-3*.whl")
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(pyodide / wheel.name) as theirs:
        assert ours.namelist() == theirs.namelist()
        changed = [name for name in ours.namelist() if ours.read(name) != theirs.read(name)]
        assert changed == ["matplotlib/fontlist.json"]
        before, after = (json.loads(archive.read(changed[0])) for archive in (theirs, ours))
    assert before | {"_version": after["_version"]} == after


@pytest.mark.parametrize(("content", "said"), [(b"something else", "is not the file of"), (None, "has no")])
def test_no_other_file_is_taken_for_pyodides(content, said, pyodide, tmp_path):
    for path in pyodide.iterdir():
        if path.is_file() and path.name != "python_stdlib.zip":
            (tmp_path / path.name).symlink_to(path)
    if content is not None:
        (tmp_path / "python_stdlib.zip").write_bytes(content)
    with pytest.raises(lite.CannotBuild, match=rf"{said}.*python_stdlib|python_stdlib.* {said}"):
        lite.collect(tmp_path, tmp_path / "collected")


def test_it_writes_over_nothing(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert lite.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


# -------------------------------------------------------------------------------------------------------- that it runs


def sliders_that_do_nothing(page):
    """Moves each slider by the mouse, and says which figures stay as they are.

    By a quarter of its range, which is a step at least. By the mouse, as the arrow keys do not reach a slider in this
    JupyterLab.
    """
    from playwright.sync_api import TimeoutError

    for id, place in page.evaluate(jupyterlab.SLIDERS):
        handle = page.evaluate_handle(jupyterlab.HANDLE, [id, place]).as_element()
        before = page.evaluate(jupyterlab.FIGURES, [id])
        handle.scroll_into_view_if_needed()
        at = handle.bounding_box()
        track = handle.evaluate("handle => handle.closest('.noUi-target').getBoundingClientRect().toJSON()")
        x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
        step = track["width"] / 4
        page.mouse.click(x - step if x + step > track["right"] else x + step, y)
        try:
            page.wait_for_function(jupyterlab.MOVED, arg=[id, before], timeout=MILLISECONDS_TO_MOVE)
        except TimeoutError:
            yield f"cell {id}: slider {place + 1} does not move its figure"


@pytest.mark.parametrize("stem", RUN)
def test_a_notebook_runs_in_the_browser(stem, browser, address):
    name = f"{stem}.ipynb"
    cells = code_cells(read(ROOT / "notebooks" / name))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        # The folder itself opens the first notebook; the others are opened from there.
        url = address if name == lite.FIRST else f"{address}lab/index.html?path={name}"
        page, requests = jupyterlab.opened(context, url, MILLISECONDS)
        assert page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path") == name
        problems = jupyterlab.problems_when_run(page, cells)
        for cell, text in zip(cells, page.evaluate(TEXTS), strict=True):
            if (text != (expected := printed(cell))) != (cell.id in PRINTS_LESS):
                problems.append(f"cell {cell.id} prints {text!r}, in the file is {expected!r}")
        problems += sliders_that_do_nothing(page)
        problems += [f"asked another host: {host}" for host in jupyterlab.hosts(requests) - {"127.0.0.1"}]
        if problems:
            pytest.fail("\n".join([f"{name} in the browser", *problems]), pytrace=False)
    finally:
        context.close()


def printed(cell):
    """The text in the outputs of a cell."""
    return "".join(output.get("text", output.get("data", {}).get("text/plain", "")) for output in cell.outputs)
