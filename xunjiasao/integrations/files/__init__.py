"""Files that people send: looked at, made anew, and kept where no path can reach."""

from functools import lru_cache

from django.conf import settings

from xunjiasao.integrations.files.disk import Disk
from xunjiasao.integrations.files.memory import Memory
from xunjiasao.integrations.files.pictures import BadPicture, FileTooLarge, TooManyPixels, clean
from xunjiasao.integrations.files.protocol import FileGone, Files

__all__ = ["BadPicture", "Disk", "FileGone", "FileTooLarge", "Files", "Memory", "TooManyPixels", "clean", "store"]


@lru_cache(maxsize=1)
def store() -> Files:
    """Give the store that the deployment names."""
    return Memory() if settings.XJS.files == "fake" else Disk(settings.MEDIA_ROOT)
