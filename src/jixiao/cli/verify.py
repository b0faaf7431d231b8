"""``jixiao verify``: a certificate's signature, and its check run again on the file."""

from __future__ import annotations

import argparse

NAME = "verify"
HELP = "验证审核证书，重新审核并逐项比对 · verify a certificate and run its check again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("certificate", metavar="CERT", help="证书（.json） · the certificate")
    parser.add_argument("file", metavar="FILE", help="审核的文件 · the file checked")
    parser.add_argument(
        "--public-key", metavar="HEX", help="签发单位公布的公钥 · the signer's public key"
    )
    parser.add_argument(
        "--profile", metavar="FILE", help="证书用自定口径的，写口径文件（.toml） · own profile"
    )


def run(options: argparse.Namespace) -> int:
    """Say whether signature and check hold; 0 when both do, 1 when not."""
    from pathlib import Path

    from jixiao.pipeline import verify
    from jixiao.writers.visible import visible

    en = options.lang == "en"
    found = verify(Path(options.certificate), Path(options.file), own_profile=options.profile or "")
    wanted = options.public_key
    is_wanted = wanted is None or wanted.strip().lower() == found.public_key
    if not found.is_signed:
        print("signature: does not hold" if en else "签名：无效，证书内容被改动过")
    elif not is_wanted:
        print("signature: by another key" if en else "签名：不是所给公钥签发的")
    else:
        print("signature: holds" if en else "签名：有效")
    key = found.public_key
    print(visible(f"public key: {key}" if en else f"签发公钥：{key}"))
    for place, stated, now in found.differences:
        said = (
            f"{place}: stated {stated}, now {now}" if en else f"{place}：证书为{stated}，现为{now}"
        )
        print(f"  {visible(said)}")
    count = len(found.differences)
    if count:
        print(f"run again: {count} differences" if en else f"重新审核：有 {count} 处不同")
    else:
        print("run again: the same bytes" if en else "重新审核：逐字节一致")
    return 0 if found.is_signed and is_wanted and not count else 1
