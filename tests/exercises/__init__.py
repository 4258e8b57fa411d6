"""Every exercise is tested by what stands in it: its solution, its other right forms, its mistakes."""
