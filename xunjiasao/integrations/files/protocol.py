"""What we ask of a store of files."""

import hashlib
import re
from typing import Protocol

from xunjiasao.kernel.errors import Missing

KEY = re.compile(r"[0-9a-f]{64}\.(jpg|png)")


class FileGone(Missing):
    code = "file_gone"


class Files(Protocol):
    def put(self, data: bytes, *, ending: str) -> str:
        """Keep some bytes; the same bytes are kept once.

        :param ending: "jpg" or "png"
        :returns: the key by which they are got back
        """

    def get(self, key: str) -> bytes:
        """:raises FileGone: there is nothing under this key, or it can't be one"""

    def drop(self, key: str) -> None:
        """Forget what is under a key; once gone, nothing happens."""


def key_of(data: bytes, ending: str) -> str:
    """Name bytes by their content, so that no name from outside ever becomes a path."""
    key = f"{hashlib.sha256(data).hexdigest()}.{ending}"
    if not KEY.fullmatch(key):
        raise ValueError(f"no such kind of file: {ending!r}")
    return key


def ending_of(key: str) -> str:
    """Give the ending under which the bytes of a key were put."""
    return key.rpartition(".")[2]


def checked(key: str) -> str:
    """:raises FileGone: this never was a key of ours"""
    if not KEY.fullmatch(key):
        raise FileGone
    return key
