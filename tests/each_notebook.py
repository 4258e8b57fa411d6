"""Tests that are asked of every notebook."""

import pytest

from tests.checking.notebook_files import notebook_paths

each_notebook = pytest.mark.parametrize("path", notebook_paths(), ids=lambda path: path.stem)
