"""Exercises that answer back, one module for each notebook: ``check``, ``hint`` and ``solution``.

    from helpers.exercises.binary_cross_entropy import check, hint, solution

An exercise stands in one place: its docstring is the task, its body the solution, and a mistake is an edit of the
solution. ``_judge`` compares, ``_expressions`` reads typed lines, ``_panel`` puts the answer on the page.
Nothing is counted or stored.
"""
