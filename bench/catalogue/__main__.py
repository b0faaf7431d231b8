"""``python -m bench.catalogue``: recall and precision by family; ``--many`` measures the load."""

from __future__ import annotations

import argparse
import sys

MARK = "<!-- what follows is written by python -m bench.catalogue --write -->"


def main(arguments: list[str]) -> int:
    """Print the report; 0 always, the figures speak for themselves."""
    parser = argparse.ArgumentParser(prog="python -m bench.catalogue", description=__doc__)
    parser.add_argument("documents", nargs="*", help="only these documents (a03 n05 …)")
    parser.add_argument("--with-info", action="store_true", help="info counts as an alarm too")
    parser.add_argument("--write", action="store_true", help="put the report into README.md")
    parser.add_argument("--set", choices=["first", "second"], default="first", help="which set")
    parser.add_argument("--many", type=int, metavar="TABLES", help="check so many tables, timed")
    parser.add_argument("--workers", type=int, default=2, help="processes for --many")
    options = parser.parse_args(arguments)
    if options.many:
        from bench.catalogue.many import measured

        print("\n".join(measured(options.many, options.workers)))
        return 0
    from bench.catalogue.labelled import folder, use
    from bench.catalogue.report import lines, run

    use(options.set)
    report = "\n".join(lines(run(options.documents), with_info=options.with_info))
    if options.write:
        readme = folder() / "README.md"
        before = readme.read_text(encoding="utf-8").partition(MARK)[0]
        readme.write_text(f"{before}{MARK}\n\n{report}\n", encoding="utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
