"""Whoever edits the database without the journal's key is found out."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.domains.journal.city import City, contents, drop_guards, run, triggers
from tests.domains.journal.edits_of_heads import EDITS, ONLY_BY_HEADS
from xunjiasao.domains.journal.actions import guards

pytestmark = pytest.mark.django_db


def test_the_journal_as_it_was_written_gives_no_sign(city: City) -> None:
    """The control: nothing that follows is found in the untouched copy."""
    assert city.found() == []
    assert city.found(city.heads) == []


def test_more_than_a_hundred_ways_are_tried() -> None:
    assert len(EDITS) + len(ONLY_BY_HEADS) >= 100


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found(city: City, name: str) -> None:
    drop_guards()
    before = contents()
    EDITS[name](city)
    assert contents() != before, "the edit must change something"
    assert city.found() != []


@pytest.mark.parametrize("name", ONLY_BY_HEADS)
def test_an_older_truth_put_back_is_found_by_the_exported_heads_alone(city: City, name: str) -> None:
    drop_guards()
    ONLY_BY_HEADS[name](city)
    assert city.found() == [], "the docs say that only the exported heads find it"
    assert city.found(city.heads) != []


@pytest.mark.parametrize("table", guards.GUARDED)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_forbids_to_change_the_journal(city: City, table: str, verb: str) -> None:
    """SQLite has no TRUNCATE; its DELETE without a condition is one."""
    sql = verb if connection.vendor == "postgresql" else verb.replace("TRUNCATE {} CASCADE", "DELETE FROM {} WHERE 1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql.format(table))


def test_rows_put_in_place_of_others_are_forbidden_too(city: City) -> None:
    """SQLite deletes the old row of an INSERT OR REPLACE without asking a trigger for deletes."""
    for table in guards.GUARDED:
        sql = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        if connection.vendor == "postgresql":
            sql = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(sql)


def test_triggers_that_were_taken_away_are_named_and_put_back(city: City) -> None:
    assert guards.missing() == []
    drop_guards()
    assert guards.missing() == sorted(triggers())
    guards.install()
    assert guards.missing() == []


def test_the_command_says_what_it_found_and_fails(city: City) -> None:
    said = StringIO()
    call_command("check_journal", heads=city.heads, stdout=said)
    assert said.getvalue() == "The journal is as it was written.\n"
    drop_guards()
    EDITS["name of a middle entry"](city)
    with pytest.raises(CommandError, match=r"\d+ signs of tampering"):
        call_command("check_journal", heads=city.heads, stdout=said)
    assert f"{city.order}: entry 5 doesn't follow from the one before it" in said.getvalue()
    assert f"trigger {triggers()[0]} is missing" in said.getvalue()


def test_an_exported_head_can_be_verified_with_nothing_but_the_file(city: City) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for file in sorted(city.heads.glob("*.json")):
        said = json.loads(file.read_text())
        told = json.dumps(
            [said["on"], said["streams"], said["previous"], said["digest"]], separators=(",", ":")
        ).encode()
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"])).verify(
            bytes.fromhex(said["signature"]), told
        )
