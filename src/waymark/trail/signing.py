"""The installation's own Ed25519 key: what it signs, and whether somebody else's signature is good."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.options import WrongValue
from waymark.core.secret_key import keep, read_private

_LOST = "a new one is made for the next checkpoint, and those handed out before are no longer known as yours."


class SigningKeyUnusable(RuleBroken):
    """The file of the signing key cannot be used as it is."""

    code = "signing-key-unusable"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What strangers need to check a signature, in the forms their programs ask for."""

    raw: bytes

    @property
    def text(self) -> str:
        """Return the 32 bytes as 64 hexadecimal digits, as a checkpoint carries them."""
        return self.raw.hex()

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 of the 32 bytes in groups of four digits, to be compared by people."""
        digits = hashlib.sha256(self.raw).hexdigest()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    @property
    def pem(self) -> str:
        """Return the key as openssl reads it."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


class SigningKey:
    """A private key of the installation; what it signs is 64 bytes (RFC 8032)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        """Hold the key, which leaves this object in no other way than by what it signs."""
        self._private = private

    @property
    def public(self) -> PublicKey:
        """Return the public half."""
        return PublicKey(self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message."""
        return self._private.sign(message)


def own_key() -> SigningKey:
    """Return the key the installation signs with; makes it if there is none yet."""
    return _kept(settings.CONFIGURATION.signing_key_file)


def next_key() -> SigningKey:
    """Return the key that is to follow; makes it if there is none yet, in a file beside that of the own one."""
    return _kept(_next_file())


def has_next_key() -> bool:
    """Return whether a key waits to follow."""
    return _next_file().exists()


def follow_on() -> None:
    """Put the key that follows in the place of the own one, which is gone then."""
    _next_file().replace(settings.CONFIGURATION.signing_key_file)


def public_key() -> PublicKey:
    """Return the public half of the installation's key; makes the key if there is none yet."""
    return own_key().public


def sign(message: bytes) -> bytes:
    """Return the installation's signature, 64 bytes (RFC 8032)."""
    return own_key().sign(message)


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Return whether a signature over a message was made with the private half of this key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_signing_key(path: Path) -> str:
    """Return the key file's text. Raises WrongValue if others can read it or it is no key, OSError if it is missing."""
    text = read_private(path, lost=_LOST)
    try:
        key = load_pem_private_key(text.encode("ascii", "replace"), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise WrongValue(
            f"{path} holds no Ed25519 key.", f"Put the right file back. If it is lost, delete this: {_LOST}"
        )
    return text


def _next_file() -> Path:
    own: Path = settings.CONFIGURATION.signing_key_file
    return own.with_name(f"{own.name}.next")


def _kept(path: Path) -> SigningKey:
    try:
        text = keep(path, _new_key, read_signing_key)
    except WrongValue as wrong:
        raise SigningKeyUnusable(
            _("The key that signs checkpoints cannot be used: %(problem)s") % {"problem": wrong.problem},
            way_out=wrong.mend,
        ) from wrong
    key = load_pem_private_key(text.encode("ascii"), password=None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101 -- read_signing_key takes no other
    return SigningKey(key)


def _new_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
