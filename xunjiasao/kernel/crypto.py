"""Sealing, blind indexes, message codes and signatures, under keys that live outside the database."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

NONCE_BYTES, TAG_BYTES = 12, 16


class Unsealable(Exception):
    """The bytes were altered, moved to another row, or sealed under a key that isn't here."""


@dataclass(frozen=True)
class Ring:
    """The keys of one deployment.

    :param seals: id (1–255) → 32-byte key; the highest id seals, all of them open (rotation)
    :param cipher: "aes" (AES-256-GCM) or "sm4" (SM4-GCM, from the first 16 bytes of the key)
    """

    seals: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    journal: bytes = field(repr=False)
    tokens: bytes = field(repr=False)
    sign: bytes = field(repr=False)
    cipher: str = "aes"

    @classmethod
    def new(cls) -> "Ring":
        index, journal, tokens, sign = (secrets.token_bytes(32) for _each in range(4))
        return cls({1: secrets.token_bytes(32)}, index, journal, tokens, sign)

    @classmethod
    def read(cls, path: Path) -> "Ring":
        """Read the keys from a file, or make that file (mode 600) when there is none."""
        if not path.exists():
            cls.new()._write(path)
        kept = json.loads(path.read_text())
        unpack = base64.b64decode
        seals = {int(number): unpack(key) for number, key in kept["seals"].items()}
        index, journal, tokens, sign = (unpack(kept[name]) for name in ("index", "journal", "tokens", "sign"))
        return cls(seals, index, journal, tokens, sign, kept.get("cipher", "aes"))

    def _write(self, path: Path) -> None:
        pack = lambda key: base64.b64encode(key).decode()  # noqa: E731  # one word for one line
        kept = {"seals": {str(n): pack(k) for n, k in self.seals.items()}, "cipher": self.cipher}
        kept |= {name: pack(getattr(self, name)) for name in ("index", "journal", "tokens", "sign")}
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return  # another process was first; its keys count
        with os.fdopen(handle, "w") as file:
            json.dump(kept, file, indent=1)


@lru_cache(maxsize=1)
def ring() -> Ring:
    """The keys of this deployment."""
    return Ring.read(Path(settings.XJS.keys_file))


def seal(text: str, *, place: str) -> bytes:
    """Encrypt a text for one place, as `seal_bytes` does."""
    return seal_bytes(text.encode(), place=place)


def seal_bytes(plain: bytes, *, place: str) -> bytes:
    """Encrypt for one place in the database or the store of files.

    :param place: table, column and row, as "people_account.phone:<id>", or "file:<key>"; opening elsewhere fails
    :returns: cipher (1 byte) | key id (1) | nonce (12) | ciphertext and tag
    """
    keys = ring()
    number = max(keys.seals)
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([1 if keys.cipher == "aes" else 2, number])
    return head + nonce + _CIPHERS[head[0]][0](keys.seals[number], nonce, plain, place.encode())


def unseal(sealed: bytes | memoryview, *, place: str) -> str:
    """Decrypt what `seal` made for the same place.

    :raises Unsealable:
    """
    try:
        return unseal_bytes(sealed, place=place).decode()
    except UnicodeDecodeError as bad:
        raise Unsealable(place.partition(":")[0]) from bad


def unseal_bytes(sealed: bytes | memoryview, *, place: str) -> bytes:
    """Decrypt what `seal_bytes` made for the same place.

    :raises Unsealable:
    """
    data = bytes(sealed)
    try:
        key = ring().seals[data[1]]
        nonce, body = data[2 : 2 + NONCE_BYTES], data[2 + NONCE_BYTES :]
        return _CIPHERS[data[0]][1](key, nonce, body, place.encode())
    except (KeyError, IndexError, InvalidTag, ValueError) as bad:
        raise Unsealable(place.partition(":")[0]) from bad


def blind_index(text: str, *, kind: str) -> str:
    """Make a keyed fingerprint by which equal values are found without being readable: 64 hex digits."""
    return hmac.new(ring().index, f"{kind}\0{text}".encode(), hashlib.sha256).hexdigest()


def journal_code(message: bytes) -> str:
    """Authenticate a stream's head under the journal's key: 64 hex digits."""
    return hmac.new(ring().journal, message, hashlib.sha256).hexdigest()


def token() -> str:
    """Make a bearer secret of 256 bits."""
    return secrets.token_urlsafe(32)


def token_digest(secret: str) -> str:
    """Make the form in which a bearer secret or one-time code is kept: 64 hex digits."""
    return hmac.new(ring().tokens, secret.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def signature(message: bytes) -> bytes:
    """Sign with the deployment's Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(ring().sign).sign(message)


def public_key() -> bytes:
    """The 32-byte key by which anyone verifies `signature`."""
    return Ed25519PrivateKey.from_private_bytes(ring().sign).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _aes_seal(key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, plain, place)


def _aes_open(key: bytes, nonce: bytes, body: bytes, place: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, body, place)


def _sm4_seal(key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    making = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    making.authenticate_additional_data(place)
    return making.update(plain) + making.finalize() + making.tag


def _sm4_open(key: bytes, nonce: bytes, body: bytes, place: bytes) -> bytes:
    opening = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, body[-TAG_BYTES:])).decryptor()
    opening.authenticate_additional_data(place)
    return opening.update(body[:-TAG_BYTES]) + opening.finalize()


_CIPHERS = {1: (_aes_seal, _aes_open), 2: (_sm4_seal, _sm4_open)}
