"""Each notebook executed, every cell twice in a row: the outputs and the figures are those in the file, both times."""

import base64
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from notebook_execution import difference, figure_versions, notebook_paths, pictures, pinned_versions, run_twice, words

each_notebook = pytest.mark.parametrize("path", notebook_paths(), ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def runs(request):
    """Each notebook of the chosen tests, executed once for all of them, side by side: ``runs[path].result()``."""
    items = [item for item in request.session.items if item.path == request.path]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        yield {
            path: pool.submit(run_twice, path) for path in dict.fromkeys(item.callspec.params["path"] for item in items)
        }
        pool.shutdown(cancel_futures=True)


@each_notebook
def test_each_cell_run_twice_gives_the_committed_outputs(path, runs):
    for cell, first, second in runs[path].result():
        where = f"{path.name}, cell {cell.id}"
        assert words(first) == words(cell.outputs), f"{where} is stale: run tests/regenerate.py"
        assert words(second) == words(cell.outputs), f"{where} changes its answer when it is run twice"
        assert len(pictures(first)) == len(pictures(second)), f"{where} shows another number of figures the second time"
        for number, (one, two) in enumerate(zip(pictures(first), pictures(second)), 1):
            change = difference(one, two)
            assert change is None, f"{where}: figure {number} changes when the cell is run twice: {change}"


@each_notebook
def test_committed_figures_are_what_is_drawn_today(path, runs, tmp_path):
    here, pinned = figure_versions(), pinned_versions()
    if here != pinned:
        pytest.skip(f"pixels are compared only where the figures were drawn, with {pinned}; here: {here}")
    for cell, drawn, _ in runs[path].result():
        where = f"{path.name}, cell {cell.id}"
        assert len(pictures(cell.outputs)) == len(pictures(drawn)), f"{where}: another number of figures is committed"
        for number, (old, new) in enumerate(zip(pictures(cell.outputs), pictures(drawn)), 1):
            change = difference(old, new)
            if change:
                for name, picture in (("committed", old), ("today", new)):
                    (tmp_path / f"{name}.png").write_bytes(base64.b64decode(picture))
                pytest.fail(f"{where}, figure {number} is stale: {change}. Compare the two in {tmp_path}")
