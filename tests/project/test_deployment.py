import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from xunjiasao.project import logs
from xunjiasao.project.deployment import Deployment


def test_an_empty_environment_gives_the_embedded_city(tmp_path):
    made = Deployment.read({"XJS_VAR": str(tmp_path)})
    assert made.database_url == f"sqlite:///{tmp_path}/xunjiasao.sqlite3"
    assert (made.sms, made.wechat, made.files) == ("fake", "fake", "disk")
    assert not made.demo


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = (Deployment.read({"XJS_VAR": str(tmp_path)}) for _ in range(2))
    assert first.secret == second.secret
    assert len(first.secret) >= 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert first.secret not in repr(first)


@pytest.mark.parametrize(
    "said", [{"XJS_DEMO": "perhaps"}, {"XJS_PORT": "80 80"}, {"XJS_PORT": "70000"}, {"XJS_CLOCK_FILE": "/tmp/clock"}]
)
def test_a_value_that_cannot_be_meant_is_refused(tmp_path, said):
    with pytest.raises(ImproperlyConfigured):
        Deployment.read({"XJS_VAR": str(tmp_path), **said})


@pytest.mark.parametrize(
    "secret", ["13800138000", "+86 13800138000", "36040219900307123X", "Bearer abc.def", "x DETAIL:  Key (phone)=(陈)"]
)
def test_what_tells_who_somebody_is_does_not_reach_the_log(secret):
    assert logs.mask(f"before {secret}").count("•••") == 1
    assert "138" not in logs.mask(secret)


def test_ids_and_amounts_stay_readable_in_the_log():
    line = "order 0197f3a2-13800138000a-7c00 of 12345678901234567890 fen"
    assert logs.mask(line) == line
