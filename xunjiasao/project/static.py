"""Static files and the built H5 client, served by the application itself."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

HASHED = re.compile(r"^/m/assets/.+[.-][\w-]{8,}\.\w+$")


class Static(WhiteNoiseMiddleware):
    """WhiteNoise, and the client under /m/; names with a hash may be kept for ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse], **options: Any) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        super().__init__(get_response, **options)
        if settings.CLIENT_H5:
            self.index_file = "index.html"
            self.add_files(str(settings.CLIENT_H5), prefix="m/")

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(HASHED.match(url)) or bool(super().immutable_file_test(path, url))
