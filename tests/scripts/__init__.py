"""Commands for maintainers, ``python -m tests.scripts.NAME`` from the root of the project. No tests."""
