"""Commands: the journal's check, documents from code, the first operator."""

import getpass
import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pyotp
import pytest
from django.core.management import CommandError, call_command

from tests import servers
from tests.domains.people import makers
from tests.domains.people.makers import PASSWORD
from xunjiasao.domains.people import actions
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.jobs.management.commands import lifecycles, openapi


def said(*words: str, **options: object) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_journal_is_checked_and_a_fault_is_a_failure():
    makers.resident()
    assert said("check_journal").strip() == "The journal is as it was written."
    Account.objects.update(head="0" * 64)
    out = StringIO()
    with pytest.raises(CommandError, match="1 sign"):
        call_command("check_journal", stdout=out)
    assert "its subject's row holds another head" in out.getvalue()
    with pytest.raises(CommandError, match="no folder"):
        call_command("check_journal", heads=Path("/nowhere"))


@pytest.mark.django_db
def test_the_first_operator_signs_in_with_what_the_command_printed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSWORD)
    address = said("make_operator", "13800138000", "周航").splitlines()[-1]
    number = pyotp.parse_uri(address).at(clock.now())
    signed = actions.sign_in_by_password(
        phone="13800138000", password=PASSWORD, otp=number, device="", address="", now=clock.now()
    )
    assert [seat.role for seat in signed.actor.seats] == [Role.OPERATOR]
    said("make_operator", "13800138000", "周航")
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_the_federations_first_account_opens_the_desk_of_its_division(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSWORD)
    said("make_federation", "13800138001", "赵凤英", "--division", "360403")
    [account] = Account.objects.all()
    assert account.seats == [[Role.FEDERATION, None, places.division("360403").path]]
    with pytest.raises(CommandError, match="no division"):
        call_command("make_federation", "13800138002", "赵凤英", "--division", "999999")
    assert Account.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("phone", "password"), [("138", PASSWORD), ("13800138000", "short")])
def test_a_wrong_phone_or_a_weak_password_makes_no_operator(phone: str, password: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: password)
    with pytest.raises(CommandError):
        call_command("make_operator", phone, "周航")
    assert not Account.objects.exists()


def test_documents_are_written_from_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(openapi, "GOLDEN", tmp_path / "openapi.json")
    monkeypatch.setattr(lifecycles, "FOLDER", tmp_path / "lifecycles")
    said("openapi")
    said("lifecycles")
    document = json.loads((tmp_path / "openapi.json").read_text())
    assert document["openapi"].startswith("3.1")
    assert document["paths"]["/api/v1/session"]["post"]["operationId"] == "people_sign_in"
    order = (tmp_path / "lifecycles/order.md").read_text()
    assert "stateDiagram-v2" in order
    assert "| `cancel` |" in order


def test_every_stage_table_of_the_house_is_found():
    assert {"order", "organization"} <= {cycle.name for cycle in lifecycles.lifecycles()}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_of_jobs_works_and_ends_cleanly_when_asked(number: int, tmp_path: Path):
    with servers.running("sqlite", tmp_path, start=False) as server:
        command = [sys.executable, "manage.py", "jobs"]
        process = subprocess.Popen(command, cwd=servers.ROOT, env=server.environment, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while not (tmp_path / "jobs.alive").exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.1)
        os.kill(process.pid, number)
        _out, log = process.communicate(timeout=30)
        assert process.returncode == 0, log.decode()
        assert b"job_failed" not in log, log.decode()
        assert b"jobs_failed" not in log, log.decode()
        assert list((tmp_path / "heads").glob("*.json"))
        assert "as it was written" in server.manage("check_journal")
