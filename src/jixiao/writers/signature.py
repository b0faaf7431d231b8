"""Signatures (签名) by Ed25519, of the package ``cryptography`` (extra ``certificate``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.model.exceptions import UnusableRequest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "Ed25519"


def new_key() -> tuple[bytes, str]:
    """A new private key as a PEM file, and its public key in hexadecimal."""
    _demand_library()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem, _public(key)


def signed(message: bytes, pem: bytes, name: str) -> dict[str, str]:
    """The signature of ``message`` by the private key in ``pem``."""
    _demand_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, None)
    except (TypeError, ValueError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableRequest(
            f"“{name}”不是可用的签名密钥。用 jixiao certify --new-key 生成。",
            f"“{name}” is no usable signing key; jixiao certify --new-key makes one",
        )
    return {
        "algorithm": ALGORITHM,
        "public_key": _public(key),
        "value": key.sign(message).hex(),
    }


def holds(message: bytes, signature: dict[str, str]) -> bool:
    """Whether ``signature`` is that of ``message`` by the public key it names."""
    _demand_library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        if signature.get("algorithm") != ALGORITHM:
            return False
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        key.verify(bytes.fromhex(signature["value"]), message)
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _demand_library() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise UnusableRequest(
            "签发和验证证书需要 cryptography。请安装：pip install 'jixiao[certificate]'。",
            "certificates need cryptography; install it with pip install 'jixiao[certificate]'",
        ) from None
