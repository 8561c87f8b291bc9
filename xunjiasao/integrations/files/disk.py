"""Files in a folder of the server, each sealed for its own key: whoever has the disk, or a backup of it, reads none."""

import contextlib
import os
import tempfile
from pathlib import Path

from xunjiasao.integrations.files.protocol import FileGone, checked, ending_of, key_of
from xunjiasao.kernel.crypto import seal_bytes, unseal_bytes


class Disk:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, *, ending: str) -> str:
        key = key_of(data, ending)
        if not self._path(key).exists():
            self._write(key, data)
        return key

    def get(self, key: str) -> bytes:
        try:
            kept = self._path(key).read_bytes()
        except FileNotFoundError:
            raise FileGone from None
        if key_of(kept, ending_of(key)) != key:
            return unseal_bytes(kept, place=_place(key))
        self._write(key, kept)  # it was put before files were sealed
        return kept

    def drop(self, key: str) -> None:
        with contextlib.suppress(FileGone):
            self._path(key).unlink(missing_ok=True)

    def _write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(seal_bytes(data, place=_place(key)))
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)[:2] / key


def _place(key: str) -> str:
    return f"file:{key}"
