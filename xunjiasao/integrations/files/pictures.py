"""Pictures from outside: told by their content, bounded, and made anew without what else they carried."""

import io

from PIL import Image, ImageOps

from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.text import _

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
MOST_EDGE = 2048
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


class FileTooLarge(Invalid):
    code, says = "file_too_large", _("The picture is too large: at most {most_mib} MB.")


class TooManyPixels(Invalid):
    code, says = "too_many_pixels", _("The picture is too large: at most {most} million pixels.")


class BadPicture(Invalid):
    code, says = "bad_picture", _("Please send a picture: JPEG, PNG or WebP.")


def clean(data: bytes) -> tuple[bytes, str]:
    """Make a picture anew: upright, at most 2048 pixels wide or high, as JPEG, without EXIF or anything behind it.

    :returns: the bytes and their ending
    :raises FileTooLarge:
    :raises TooManyPixels: told from its head, before anything is unpacked
    :raises BadPicture: not a picture, a broken one, or one that is something else as well
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(most_mib=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels(most=MOST_PIXELS // 1_000_000)
            return _drawn(picture), "jpg"
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(most=MOST_PIXELS // 1_000_000) from None
    except Exception as bad:  # a hostile file breaks decoders in ways that nobody has listed
        raise BadPicture from bad


def _drawn(picture: Image.Image) -> bytes:
    picture.draft("RGB", (MOST_EDGE, MOST_EDGE))
    picture.thumbnail((MOST_EDGE, MOST_EDGE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
