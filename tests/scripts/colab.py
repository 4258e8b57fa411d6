"""Writes copies of the notebooks for Google Colab, or for any other place that opens a notebook alone: each begins with
one more cell, which installs the course.

    python -m tests.scripts.colab FOLDER                   from the repository that pyproject.toml names
    python -m tests.scripts.colab FOLDER ADDRESS           from another address

ADDRESS is what pip installs from: git+https://..., or the address of a wheel, https://....whl or file:///....whl.
The notebooks of the course stay as they are.
"""

import argparse
import re
import sys
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.checking.addresses import Unknown, addresses, repository
from tests.checking.notebook_files import as_text, notebook_paths, read

_ADDRESS = re.compile(
    r"""git\+(?:https|file)://[\w.~/%:@-]+              # a repository; perhaps @ and a branch, a tag or a commit
    |   (?:https|file)://[\w.~/%:+-]+-py3-none-any\.whl  # a wheel of pure Python, as the course's is""",
    re.VERBOSE,
)

# --no-deps: Colab brings NumPy, Matplotlib and ipywidgets, in the versions that its own page can show.
SOURCE = """# This copy of the notebook installs the course first, and leaves all other packages as they are here.
# Google Colab has an older ipywidgets than the course asks for. The first cell of notebook 00 says so: go on.
%pip install --quiet --no-deps {address}"""


def main(arguments=None):
    """Returns the exit status: 0, or 1 if nothing was written."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="a folder that is empty, or does not exist")
    parser.add_argument("address", nargs="?", help="git+https://... or the address of a wheel")
    options = parser.parse_args(arguments)
    try:
        address = options.address or addresses(repository())["to install from"]
    except Unknown as error:
        print(f"{error}\n\nUntil then, give the address as well: git+https://...", file=sys.stderr)
        return 1
    if not _ADDRESS.fullmatch(address):
        print(f"Nothing can be installed from {address}: give git+https://... or a wheel's address.", file=sys.stderr)
        return 1
    if options.folder.exists() and (not options.folder.is_dir() or any(options.folder.iterdir())):
        print(f"{options.folder} is there already: name a folder that is empty, or does not exist.", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in notebook_paths():
        text = as_text(with_installation(read(path), address))
        (options.folder / path.name).write_bytes(text.encode("utf-8"))
    print(f"{options.folder}: {len(notebook_paths())} notebooks, each with a first cell that installs {address}")
    return 0


def with_installation(notebook, address):
    """The notebook with one more cell at its beginning."""
    cell = new_code_cell(SOURCE.format(address=address), id="install-the-course")
    return NotebookNode(notebook, cells=[cell, *notebook.cells])


if __name__ == "__main__":
    sys.exit(main())
