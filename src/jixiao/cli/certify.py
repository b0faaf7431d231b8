"""``jixiao certify``: the outcome of a check as a small signed statement."""

from __future__ import annotations

import argparse

NAME = "certify"
HELP = "签发审核证书（Ed25519签名） · certify: a signed statement of a check"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="审核的文件 · the file checked")
    parser.add_argument("-o", "--output", metavar="CERT", help="证书（.json） · the certificate")
    parser.add_argument("--key", metavar="KEY", help="签名密钥文件 · the signing key")
    parser.add_argument(
        "--new-key", metavar="KEY", help="生成签名密钥，写到文件 · make a signing key"
    )
    parser.add_argument(
        "--profile", default="", help="适用口径，见 jixiao profiles · profile that holds"
    )
    parser.add_argument(
        "--waivers", metavar="FILE", help="豁免清单（.toml） · findings that are answered for"
    )
    parser.add_argument("--baseline", metavar="FILE", help="基线（.toml） · findings known of old")
    parser.add_argument(
        "--as-of", metavar="DATE", help="审核日（默认今天） · day of the check, today by default"
    )


def run(options: argparse.Namespace) -> int:
    """Make a key, or sign the check of one file; 0 when it is done."""
    from pathlib import Path

    from jixiao.model.exceptions import UnusableRequest

    if options.new_key is not None:
        if options.file is not None:
            raise UnusableRequest(
                "--new-key 只生成密钥，不要同时写文件。",
                "--new-key only makes a key; name no file with it",
            )
        return _make_key(Path(options.new_key), options.lang)
    if options.file is None or options.key is None or options.output is None:
        raise UnusableRequest(
            "须写明文件、-o 证书和 --key 密钥；还没有密钥的，先用 --new-key 生成。",
            "a file, -o and --key are needed; --new-key makes a key",
        )
    return _certify(options)


def _certify(options: argparse.Namespace) -> int:
    from pathlib import Path

    from jixiao.cli.files import refuse_overwriting
    from jixiao.cli.settling import day_of
    from jixiao.pipeline import certify
    from jixiao.rules.waiver import read_baseline, read_waivers
    from jixiao.writers.save import save

    path, output, key = Path(options.file), Path(options.output), Path(options.key)
    named = [Path(name) for name in (options.waivers, options.baseline) if name]
    refuse_overwriting(output, [path, key, *named])
    made = certify(
        path,
        key,
        profile=options.profile,
        waivers=read_waivers(Path(options.waivers)) if options.waivers else (),
        waivers_file=Path(options.waivers).name if options.waivers else "",
        baseline=read_baseline(Path(options.baseline)) if options.baseline else None,
        on=day_of(options.as_of),
    )
    save(output, made)
    print(f"written: {output}" if options.lang == "en" else f"已签发：{output}")
    return 0


def _make_key(path: object, language: str) -> int:
    import os
    from pathlib import Path

    from jixiao.model.exceptions import UnusableRequest
    from jixiao.writers.signature import new_key

    pem, public = new_key()
    target = Path(str(path))
    try:
        # Only the owner may read it, and a key that is there is never overwritten.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UnusableRequest(
            f"“{target}”已经存在，密钥不覆盖。请换一个文件名。",
            f"“{target}” is there already and a key is not overwritten; name another file",
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    if language == "en":
        print(f"written: {target}; keep it secret. Public key, to be published: {public}")
    else:
        print(f"已生成：{target}，请妥善保管。公钥（可以公布）：{public}")
    return 0
