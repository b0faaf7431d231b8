"""``jixiao serve``: the site, on SQLite; PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

import argparse

NAME = "serve"
HELP = "启动网站（申报、审核、监控、评价、公开） · start the site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口（8000） · port")
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="数据文件夹（默认 jixiao-data，或环境变量 JIXIAO_DATA） · folder of the data",
    )
    parser.add_argument(
        "--workers", type=int, default=2, help="进程数（2） · processes that answer pages"
    )
    example = parser.add_mutually_exclusive_group()
    example.add_argument(
        "--example",
        action="store_true",
        default=None,
        help="空库时载入淮南示例 · load the Huainan example into an empty site",
    )
    example.add_argument(
        "--no-example",
        dest="example",
        action="store_false",
        help="不载入示例 · do not load the example",
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the site and answer until stopped."""
    from jixiao.cli.site import open_site

    open_site(options.data)
    from jixiao.web.serving import serve

    return serve(
        options.host,
        options.port,
        workers=options.workers,
        example=options.example,
        language=options.lang,
    )
