"""The environment, read once into typed values."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
"""The checkout, or the folder of installed packages."""
HOUSE = ROOT / "xunjiasao"
HOME = ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One installation: where it keeps its things, whom it serves, which outside world it talks to.

    Every field is an environment variable of the same name with `XJS_` before it, except
    `DATABASE_URL`; `.env.example` explains them.
    """

    var: Path
    database_url: str = field(repr=False)
    secret: str = field(repr=False)
    keys_file: Path
    demo: bool = False
    testing: bool = False
    https: bool = False
    clock_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    threads: int = 8
    city: str = "360400"
    city_name: str = "九江市"
    city_name_en: str = "Jiujiang"
    brand: str = "浔家嫂"
    brand_en: str = "Xunjiasao"
    hotline: str = "0792-12349"
    sms: str = "fake"
    wechat: str = "fake"
    files: str = "disk"
    sms_id: str = field(default="", repr=False)
    sms_key: str = field(default="", repr=False)
    sms_app: str = ""
    sms_sign: str = ""
    sms_code_template: str = ""
    wechat_appid: str = ""
    wechat_secret: str = field(default="", repr=False)

    @property
    def embedded(self) -> bool:
        """Tell whether the database is the SQLite file that comes with the checkout's `var`."""
        return self.database_url == _embedded_url(self.var)

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self:
        """Parse the environment.

        :raises ImproperlyConfigured: a value that can't be meant
        """
        var = Path(env.get("XJS_VAR") or HOME / "var").resolve()
        demo, testing = _flag(env, "XJS_DEMO"), _flag(env, "XJS_TESTING")
        clock_file = env.get("XJS_CLOCK_FILE") or None
        if clock_file and not (demo or testing):
            raise ImproperlyConfigured("XJS_CLOCK_FILE moves the clock: only with XJS_DEMO=1 or in tests")
        return cls(
            var=var,
            database_url=env.get("DATABASE_URL") or _embedded_url(var),
            secret=env.get("XJS_SECRET") or _kept_secret(var / "secret.key"),
            keys_file=Path(env.get("XJS_KEYS") or var / "keys.json"),
            demo=demo,
            testing=testing,
            https=_flag(env, "XJS_HTTPS"),
            clock_file=Path(clock_file) if clock_file else None,
            host=env.get("XJS_HOST") or cls.host,
            port=_whole(env, "XJS_PORT", cls.port),
            hosts=(*cls.hosts, *(h.strip() for h in env.get("XJS_HOSTS", "").split(",") if h.strip())),
            threads=_whole(env, "XJS_THREADS", cls.threads),
            city=env.get("XJS_CITY") or cls.city,
            city_name=env.get("XJS_CITY_NAME") or cls.city_name,
            city_name_en=env.get("XJS_CITY_NAME_EN") or cls.city_name_en,
            brand=env.get("XJS_BRAND") or cls.brand,
            brand_en=env.get("XJS_BRAND_EN") or cls.brand_en,
            hotline=env.get("XJS_HOTLINE") or cls.hotline,
            sms=env.get("XJS_SMS") or cls.sms,
            wechat=env.get("XJS_WECHAT") or cls.wechat,
            files=env.get("XJS_FILES") or cls.files,
            sms_id=env.get("XJS_SMS_ID", ""),
            sms_key=env.get("XJS_SMS_KEY", ""),
            sms_app=env.get("XJS_SMS_APP", ""),
            sms_sign=env.get("XJS_SMS_SIGN", ""),
            sms_code_template=env.get("XJS_SMS_CODE_TEMPLATE", ""),
            wechat_appid=env.get("XJS_WECHAT_APPID", ""),
            wechat_secret=env.get("XJS_WECHAT_SECRET", ""),
        )


def _embedded_url(var: Path) -> str:
    return f"sqlite:///{var / 'xunjiasao.sqlite3'}"


def _flag(env: Mapping[str, str], name: str) -> bool:
    said = env.get(name, "").strip().lower()
    if said not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is 1 or 0, not {said!r}")
    return said in TRUE


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    said = env.get(name, "").strip() or str(default)
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise ImproperlyConfigured(f"{name} is a whole number from 1 to 65535, not {said!r}")
    return int(said)


def _kept_secret(path: Path) -> str:
    """Read Django's secret from a file, or make that file (mode 600) when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret
