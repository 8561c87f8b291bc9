"""One contract for stores of files; pictures are told by content, bounded and made anew."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from xunjiasao.integrations.files import BadPicture, Disk, FileGone, Files, FileTooLarge, Memory, TooManyPixels, clean
from xunjiasao.kernel.crypto import Unsealable


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **said: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "L" else 90).save(out, kind, **said)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Disk(tmp_path / "files") if request.param == "disk" else Memory()


def test_what_is_put_is_got_back_until_it_is_dropped(store: Files):
    key = store.put(b"abc", ending="jpg")
    assert store.put(b"abc", ending="jpg") == key
    assert store.get(key) == b"abc"
    store.drop(key)
    store.drop(key)
    with pytest.raises(FileGone):
        store.get(key)


@pytest.mark.parametrize(
    "key", ["", "..", "../secret.key", "/etc/passwd", "a.jpg", "0" * 64, "0" * 64 + ".php", "0" * 64 + ".jpg\n", "0" * 64 + ".jpg/../../x"]
)  # fmt: skip
def test_a_key_that_cant_be_ours_reaches_nothing(store: Files, key: str):
    with pytest.raises(FileGone):
        store.get(key)
    store.drop(key) if isinstance(store, Disk) else None


@pytest.mark.parametrize("ending", ["", "php", "../x", "jpg/.."])
def test_an_ending_is_one_of_ours(store: Files, ending: str):
    with pytest.raises(ValueError, match="no such kind"):
        store.put(b"abc", ending=ending)


def test_what_lies_on_the_disk_cannot_be_read_without_the_key(tmp_path: Path):
    store, sent = Disk(tmp_path), picture()
    key = store.put(sent, ending="jpg")
    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sent[:16] not in kept.read_bytes()
    assert store.get(key) == sent
    other = store.put(picture(size=(50, 50)), ending="jpg")
    moved = tmp_path / other[:2] / other
    moved.write_bytes(kept.read_bytes())
    with pytest.raises(Unsealable):
        store.get(other)
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    with pytest.raises(Unsealable):
        store.get(key)


def test_what_was_kept_before_files_were_sealed_is_got_back_and_sealed_then(tmp_path: Path):
    store, sent = Disk(tmp_path), picture()
    key = store.put(sent, ending="jpg")
    kept = tmp_path / key[:2] / key
    kept.write_bytes(sent)
    assert store.get(key) == sent
    assert sent[:16] not in kept.read_bytes()
    assert store.get(key) == sent


def test_the_disk_is_left_with_whole_files_only(tmp_path: Path):
    store = Disk(tmp_path)
    key = store.put(b"abc", ending="png")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [key]


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_a_picture_of_any_kind_becomes_a_jpeg(kind: str, mode: str):
    if mode == "CMYK":
        out = io.BytesIO()
        Image.new("CMYK", (40, 30)).save(out, kind)
        data = out.getvalue()
    else:
        data = picture(kind, mode=mode)
    made, ending = clean(data)
    assert (opened(made).format, opened(made).size, ending) == ("JPEG", (40, 30), "jpg")


def test_a_picture_is_upright_small_and_carries_nothing_else():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x9286] = 6, "陈晓家 13800138000", "secret"
    data = picture(size=(3000, 1000), exif=exif, comment=b"secret") + b"PK\x03\x04<?php secret ?>"
    made, _ending = clean(data)
    assert opened(made).size[0] < opened(made).size[1] == 2048
    assert not opened(made).getexif()
    assert b"secret" not in made
    assert b"13800138000" not in made


def test_a_large_file_and_a_flood_of_pixels_are_refused_from_the_head():
    with pytest.raises(FileTooLarge):
        clean(b"\xff\xd8\xff" + bytes(8 * 1024 * 1024))
    with pytest.raises(TooManyPixels):
        clean(flood(60_000, 60_000))
    with pytest.raises(TooManyPixels):
        clean(picture("PNG", (6000, 4001), "L"))


def flood(width: int, height: int) -> bytes:
    """A PNG that says it is huge and is a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(50),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04",
        b"\xff\xd8\xff\xe0" + bytes(30),
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:-200],
        flood(100, 100),
    ],
    ids=["empty", "gif head", "pdf", "svg", "zip", "jpeg head", "gif", "bmp", "tiff", "cut jpeg", "false png"],
)
def test_what_isnt_a_whole_picture_is_refused(data: bytes):
    with pytest.raises(BadPicture):
        clean(data)


def test_two_hundred_mutilated_files_are_refused_or_made_anew():
    rng = random.Random(20261124)
    for kind in ("JPEG", "PNG", "WEBP", "JPEG"):
        whole = picture(kind, (64, 48))
        for _each in range(50):
            data = bytearray(whole)
            for _hit in range(rng.randint(1, 30)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            try:
                made, _ending = clean(bytes(data[: rng.randint(1, len(data))]))
            except (BadPicture, TooManyPixels):
                continue
            assert opened(made).format == "JPEG"
