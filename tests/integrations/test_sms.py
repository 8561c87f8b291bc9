"""One contract for the gateway of text messages: in this process and over a real socket."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.makers import NOW
from xunjiasao.integrations.sms import FakeTencent, Sms, SmsFailed, SmsRefused, Tencent
from xunjiasao.integrations.sms.fake import APP, ID, KEY, SIGN, TEMPLATES

PHONE = "13800138000"


def client(fake: FakeTencent, url: str, **said: str) -> Tencent:
    given = {"secret_id": ID, "secret_key": KEY, "app": APP, "sign": SIGN} | said
    return Tencent(**given, templates=TEMPLATES, http=httpx.Client(timeout=2), url=url)


@pytest.fixture
def fake() -> FakeTencent:
    return FakeTencent(clock=NOW.timestamp)


@pytest.fixture
def served(fake: FakeTencent) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = fake.handle(
                httpx.Request("POST", "http://x" + self.path, headers=dict(self.headers), content=body)
            )
            self.send_response(answer.status_code)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["in this process", "over a socket"])
def gateway(request: pytest.FixtureRequest, fake: FakeTencent) -> Sms:
    if request.param == "in this process":
        return fake.gateway()
    return client(fake, request.getfixturevalue("served"))


def send(gateway: Sms, phone: str = PHONE) -> str:
    return gateway.send(phone=phone, template="code", words=("123456", "10"), now=NOW)


def test_a_message_arrives_with_its_words(gateway: Sms, fake: FakeTencent):
    assert send(gateway)
    assert [(m.phone, m.template, m.words) for m in fake.sent] == [(PHONE, "code", ("123456", "10"))]


@pytest.mark.parametrize("phone", [PHONE, "1"])
def test_a_phone_that_cant_be_reached_is_a_refusal(gateway: Sms, fake: FakeTencent, phone: str):
    fake.blocked.add(PHONE)
    with pytest.raises(SmsRefused):
        send(gateway, phone)
    assert not fake.sent


def test_a_gateway_out_of_order_is_a_failure(gateway: Sms, fake: FakeTencent):
    fake.broken = True
    with pytest.raises(SmsFailed):
        send(gateway)


def test_a_request_that_is_too_old_is_a_failure(gateway: Sms, fake: FakeTencent):
    fake.clock = lambda: NOW.timestamp() + 301
    with pytest.raises(SmsFailed):
        send(gateway)
    assert not fake.sent


@pytest.mark.parametrize("wrong", [{"secret_id": "x"}, {"secret_key": "x"}, {"app": "x"}, {"sign": "别家"}])
def test_who_signs_with_another_key_sends_nothing(served: str, fake: FakeTencent, wrong: dict[str, str]):
    with pytest.raises(SmsFailed):
        send(client(fake, served, **wrong))
    assert not fake.sent


def test_a_body_changed_on_its_way_is_found(fake: FakeTencent):
    def meddle(request: httpx.Request) -> httpx.Response:
        body = request.content.replace(PHONE.encode(), b"13900139000")
        return fake.handle(httpx.Request("POST", request.url, headers=request.headers, content=body))

    http = httpx.Client(transport=httpx.MockTransport(meddle))
    with pytest.raises(SmsFailed):
        send(Tencent(secret_id=ID, secret_key=KEY, app=APP, sign=SIGN, templates=TEMPLATES, http=http))
    assert not fake.sent


def test_a_gateway_that_isnt_there_is_a_failure_that_doesnt_tell_the_phone(fake: FakeTencent):
    with pytest.raises(SmsFailed) as failure:
        send(client(fake, "http://127.0.0.1:9/"))
    assert failure.value.__cause__ is None
    assert PHONE not in repr(failure.value)


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"Response": null}', '{"Response": {"SendStatusSet": []}}'])
def test_an_answer_that_makes_no_sense_is_a_failure(answer: str):
    http = httpx.Client(transport=httpx.MockTransport(lambda _request: httpx.Response(200, text=answer)))
    with pytest.raises(SmsFailed):
        send(Tencent(secret_id=ID, secret_key=KEY, app=APP, sign=SIGN, templates=TEMPLATES, http=http))


def test_the_fake_keeps_the_last_messages_only(fake: FakeTencent):
    gateway = fake.gateway()
    for _each in range(201):
        send(gateway)
    assert len(fake.sent) == 200
