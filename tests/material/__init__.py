"""What the material must satisfy: every notebook, its derivations, its place in JupyterLab, and the README."""
