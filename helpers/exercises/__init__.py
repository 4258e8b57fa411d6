"""Exercises that answer back, one module for each notebook: ``check``, ``hint`` and ``solution``.

    from helpers.exercises.binary_cross_entropy import check, hint, solution

An exercise stands in one place: its docstring is the task, its body the solution, and a mistake is an edit of the
solution. Each kind has its module: ``_functions``, ``_values``, ``_designs``, ``_derivations``. ``_draws`` makes
cases, ``_calls`` runs what a reader wrote, ``_expressions`` reads typed lines, ``_compare`` tells numbers apart,
``_relations`` says what wrong numbers are to the right ones, ``_labels`` what is right for 0 and 1 only,
``_panel`` puts the answer on the page, and ``_judge`` holds a notebook's exercises together.
Nothing is counted or stored.
"""
