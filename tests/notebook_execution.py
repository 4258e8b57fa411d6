"""Executes a notebook in the running Python and brings its outputs into the one form that is committed."""

import asyncio
import base64
import io
import json
import os
import platform
import re
from pathlib import Path

import nbformat
import numpy as np
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
PINNED_VERSIONS = Path(__file__).with_name("figure_versions.json")

# The metadata of every notebook. No version of Python in it: it would change with every contributor.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # its model ids are random, and no longer there when reopened
SECONDS_PER_CELL = 600
LEVELS = 8  # of 256: two pictures whose pixels differ by no more than this look the same

_ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)  # what a carriage return erases, such as a progress bar


class NotebookError(Exception):
    """A notebook did not run: says which cell, and why."""


def notebook_paths():
    """All notebooks, in the order of the course."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path):
    """The notebook in the file ``path``."""
    return nbformat.read(path, as_version=4)


def as_text(notebook):
    """What the file of ``notebook`` contains."""
    return nbformat.writes(notebook) + "\n"


# ------------------------------------------------------------------------------------------------ execution


class _KernelOfThisPython(AsyncKernelManager):
    """Starts the kernel of the running interpreter, whatever kernels are installed on this machine."""

    @property
    def kernel_spec(self):
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


def execute(notebook, name, folder=NOTEBOOKS):
    """A copy of ``notebook``, executed in a new kernel in ``folder``. An unexpected error raises NotebookError."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        kernel_manager_class=_KernelOfThisPython,
        resources={"metadata": {"path": str(folder)}},
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=ERROR"],
    )
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}  # it would hide the figures
    try:
        asyncio.run(client.async_execute(env=environment))
    except CellExecutionError as error:
        cell = next(c for c in reversed(notebook.cells) if c.get("outputs"))
        raise NotebookError(f"{name}, cell {cell.id}:\n{_ANSI_COLOUR.sub('', str(error))}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(f"{name}: {error}") from None
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _tidy(cell.outputs)
    return notebook


def _tidy(outputs):
    """The outputs of one cell in the form that is committed: the same each time."""
    tidy = []
    for output in outputs:
        if output.output_type == "stream" and tidy and tidy[-1].get("name") == output.name:
            tidy[-1].text += output.text
        else:
            tidy.append(output)
    for output in tidy:
        if output.output_type == "stream":
            output.text = _OVERWRITTEN.sub("", output.text)
        elif output.output_type == "error":
            output.traceback = [_without_root(line) for line in output.traceback]
        else:
            output.data.pop(WIDGET_VIEW, None)
            output.metadata.pop(WIDGET_VIEW, None)
    return tidy


def _without_root(text):
    """``text`` without the path of the folder in which this project happens to lie."""
    for root in (str(ROOT), str(ROOT).replace(str(Path.home()), "~", 1)):
        text = text.replace(root + os.sep, "")
    return text


# ------------------------------------------------------------------------------------------------- outputs


def pictures(outputs):
    """The PNG pictures among the outputs of a cell, as base64."""
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def pixels(picture):
    """The pixels of a PNG, given in base64: an array (height, width, 4) of 0 to 255."""
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGBA"), dtype=int)


def difference(picture, other):
    """What differs between two pictures, as a sentence; None where they look the same."""
    if picture == other:
        return None
    a, b = pixels(picture), pixels(other)
    if a.shape != b.shape:
        return f"one has {a.shape[1]} x {a.shape[0]} pixels, the other {b.shape[1]} x {b.shape[0]}"
    differing = int((np.abs(a - b).max(axis=2) > LEVELS).sum())
    return f"{differing} of {a.shape[0] * a.shape[1]} pixels differ" if differing else None


def figure_versions():
    """The versions that decide how a figure is drawn to the last pixel."""
    import matplotlib
    from matplotlib import ft2font

    return {
        "freetype": ft2font.__freetype_version__,
        "machine": f"{platform.system()} {platform.machine()}",
        "matplotlib": matplotlib.__version__,
    }


def pinned_versions():
    """The versions with which the committed figures were drawn."""
    return json.loads(PINNED_VERSIONS.read_text(encoding="utf-8")) if PINNED_VERSIONS.exists() else None
