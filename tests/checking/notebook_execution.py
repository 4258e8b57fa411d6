"""Executes a notebook in the running Python and brings its outputs into the one form that is committed."""

import asyncio
import json
import os
import re

import nbformat
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .notebook_files import METADATA, NOTEBOOKS, ROOT, code_cells, tags_of
from .surroundings import build_font_cache, settle

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # its model ids are random, and no longer there when reopened
SECONDS_PER_CELL = 600

_ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)  # what a carriage return erases, such as a progress bar


class NotebookError(Exception):
    """A notebook did not run: says which cell, and why."""


# ------------------------------------------------------------------------------------------------ execution


class KernelOfThisPython(AsyncKernelManager):
    """Starts the kernel of the running interpreter, whatever kernels are installed on this machine."""

    @property
    def kernel_spec(self):
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


def client_for(notebook, folder, seconds_per_cell, kind=NotebookClient, **options):
    """What runs the cells of ``notebook`` in a new kernel of this Python, in ``folder``."""
    return kind(
        notebook,
        kernel_name="python3",
        kernel_manager_class=KernelOfThisPython,
        resources={"metadata": {"path": str(folder)}},
        timeout=seconds_per_cell,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=ERROR"],
        **options,
    )


def execute(notebook, name, folder=NOTEBOOKS):
    """A copy of ``notebook``, executed in a new kernel in ``folder``, which sees nobody's own settings.

    An unexpected error raises NotebookError, and so does a warning: what a cell writes to stderr. A cell tagged as
    raises-exception may do both.
    """
    settle()
    build_font_cache()
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)
    client = client_for(notebook, folder, SECONDS_PER_CELL)
    try:
        asyncio.run(client.async_execute(env=dict(os.environ)))
    except CellExecutionError as error:
        cell = next(c for c in reversed(notebook.cells) if c.get("outputs"))
        raise NotebookError(f"{name}, cell {cell.id}:\n{_ANSI_COLOUR.sub('', str(error))}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(f"{name}: {error}") from None
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in code_cells(notebook):
        cell.outputs = _tidy(cell.outputs)
        may_fail = "raises-exception" in tags_of(cell)
        if (warnings := stderr_of(cell.outputs)) and not may_fail:
            raise NotebookError(f"{name}, cell {cell.id} writes to stderr:\n{_ANSI_COLOUR.sub('', warnings)}")
    return notebook


def stderr_of(outputs):
    """What a cell wrote to stderr, such as a warning."""
    return "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stderr")


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
    for root in (str(ROOT), str(ROOT).replace(os.path.expanduser("~"), "~", 1)):
        text = text.replace(root + os.sep, "")
    return text
