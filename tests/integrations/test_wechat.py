"""One contract for WeChat's platform: who signed in, which phone is hers."""

from datetime import timedelta

import httpx
import pytest

from tests.makers import NOW
from xunjiasao.integrations.wechat import FakeWechat, Wechat, WechatCodeRefused, WechatFailed
from xunjiasao.integrations.wechat.fake import APPID, DEVTOOLS_CODE, SECRET

PHONE = "13800138000"


@pytest.fixture
def fake() -> FakeWechat:
    return FakeWechat()


def test_a_login_code_tells_who_it_is_once(fake: FakeWechat):
    wechat = fake.platform()
    code = fake.login_code("o-1")
    assert wechat.identity(login_code=code).openid == "o-1"
    with pytest.raises(WechatCodeRefused):  # 40163
        wechat.identity(login_code=code)


def test_a_code_that_was_never_given_is_refused(fake: FakeWechat):
    wechat = fake.platform()
    with pytest.raises(WechatCodeRefused):  # 40029
        wechat.identity(login_code="x")
    with pytest.raises(WechatCodeRefused):
        wechat.phone(phone_code="x", now=NOW)
    assert wechat.identity(login_code=DEVTOOLS_CODE) == wechat.identity(login_code=DEVTOOLS_CODE)


def test_too_many_sign_ins_and_a_busy_platform_are_failures_that_pass(fake: FakeWechat):
    wechat = fake.platform()
    fake.limited = True  # 45011
    with pytest.raises(WechatFailed):
        wechat.identity(login_code=fake.login_code("o-1"))
    fake.limited, fake.busy = False, 1  # -1
    code = fake.login_code("o-1")
    with pytest.raises(WechatFailed):
        wechat.identity(login_code=code)
    assert wechat.identity(login_code=code).openid == "o-1"


def test_a_phone_is_learnt_by_its_code_once(fake: FakeWechat):
    wechat = fake.platform()
    code = fake.phone_code(PHONE)
    assert wechat.phone(phone_code=code, now=NOW) == PHONE
    with pytest.raises(WechatCodeRefused):
        wechat.phone(phone_code=code, now=NOW)


def test_the_access_token_is_asked_for_once_and_renewed_in_time(fake: FakeWechat):
    wechat = fake.platform()
    for at in (NOW, NOW + timedelta(minutes=114)):
        wechat.phone(phone_code=fake.phone_code(PHONE), now=at)
    assert fake.token_calls == 1
    wechat.phone(phone_code=fake.phone_code(PHONE), now=NOW + timedelta(minutes=115))
    assert fake.token_calls == 2


def test_an_access_token_that_went_stale_early_is_renewed_once(fake: FakeWechat):
    wechat = fake.platform()
    wechat.phone(phone_code=fake.phone_code(PHONE), now=NOW)
    fake.forget_token()  # 40001
    assert wechat.phone(phone_code=fake.phone_code(PHONE), now=NOW) == PHONE
    assert fake.token_calls == 2


def test_a_wrong_secret_is_a_failure_that_doesnt_tell_it(fake: FakeWechat):
    wechat = fake.platform(secret="wrong-secret")
    for act in (
        lambda: wechat.identity(login_code=fake.login_code("o-1")),
        lambda: wechat.phone(phone_code=fake.phone_code(PHONE), now=NOW),
    ):
        with pytest.raises(WechatFailed) as failure:
            act()
        assert "wrong-secret" not in repr(failure.value) + repr(failure.value.__cause__)


@pytest.mark.parametrize("answer", ["", "[]", '"ok"', "{}", '{"openid": ""}', '{"openid": 5}', '{"errcode": 99999}'])
def test_an_answer_that_makes_no_sense_is_a_failure(answer: str):
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=answer))
    wechat = Wechat(appid=APPID, secret=SECRET, http=httpx.Client(base_url="https://x", transport=transport))
    with pytest.raises(WechatFailed):
        wechat.identity(login_code="x")
    with pytest.raises(WechatFailed):
        wechat.phone(phone_code="x", now=NOW)


def test_a_platform_that_isnt_there_is_a_failure():
    wechat = Wechat(appid=APPID, secret=SECRET, http=httpx.Client(base_url="http://127.0.0.1:9", timeout=1))
    with pytest.raises(WechatFailed) as failure:
        wechat.identity(login_code="x")
    assert failure.value.__cause__ is None
