"""What a grid means: one module a form. A form knows grids and nothing of files."""
