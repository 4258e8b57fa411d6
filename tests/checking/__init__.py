"""The machinery that checks the notebooks, with the tests of itself."""
