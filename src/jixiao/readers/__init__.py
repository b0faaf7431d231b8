"""From a file to records: ``formats`` know grids, ``forms`` know what a grid means."""
