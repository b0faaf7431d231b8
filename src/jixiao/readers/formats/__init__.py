"""How a file stores grids: one module a format, each ``parse(data) -> Layout``."""
