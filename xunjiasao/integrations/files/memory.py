"""Files in this process, for tests."""

from xunjiasao.integrations.files.protocol import FileGone, checked, key_of


class Memory:
    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes, *, ending: str) -> str:
        key = key_of(data, ending)
        self._kept[key] = data
        return key

    def get(self, key: str) -> bytes:
        if checked(key) not in self._kept:
            raise FileGone
        return self._kept[key]

    def drop(self, key: str) -> None:
        self._kept.pop(key, None)
