"""Sealed values open only in their place, under their key, unaltered; keys can be changed."""

import dataclasses
import secrets
import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.kernel import crypto
from xunjiasao.kernel.crypto import Ring, Unsealable, seal, unseal

PLACE = "people_account.phone:1"


@pytest.fixture(params=["aes", "sm4"])
def ring(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = dataclasses.replace(Ring.new(), cipher=request.param)
    use(made, monkeypatch)
    return made


def use(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "ring", lambda: ring)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_in_its_place(text: str):
    assert unseal(seal(text, place=PLACE), place=PLACE) == text


def test_the_same_text_is_sealed_differently_each_time_and_unreadably(ring: Ring):
    one, other = seal("13800138000", place=PLACE), seal("13800138000", place=PLACE)
    assert one != other
    assert b"138" not in one
    assert one[0] == (1 if ring.cipher == "aes" else 2)


def test_a_sealed_value_moved_to_another_row_doesnt_open(ring: Ring):
    with pytest.raises(Unsealable):
        unseal(seal("x", place=PLACE), place="people_account.phone:2")


def test_a_sealed_value_with_any_bit_changed_doesnt_open(ring: Ring):
    whole = seal("13800138000", place=PLACE)
    for at in range(len(whole)):
        altered = bytearray(whole)
        altered[at] ^= 1
        with pytest.raises(Unsealable):
            unseal(bytes(altered), place=PLACE)
    for cut in range(len(whole)):
        with pytest.raises(Unsealable):
            unseal(whole[:cut], place=PLACE)


def test_a_new_key_seals_and_the_old_one_still_opens(ring: Ring, monkeypatch: pytest.MonkeyPatch):
    old = seal("x", place=PLACE)
    turned = dataclasses.replace(ring, seals={**ring.seals, 2: secrets.token_bytes(32)})
    use(turned, monkeypatch)
    new = seal("x", place=PLACE)
    assert (old[1], new[1]) == (1, 2)
    assert unseal(old, place=PLACE) == unseal(new, place=PLACE) == "x"
    use(dataclasses.replace(turned, seals={2: turned.seals[2]}), monkeypatch)
    with pytest.raises(Unsealable):
        unseal(old, place=PLACE)


def test_values_of_one_cipher_open_after_the_other_is_chosen(ring: Ring, monkeypatch: pytest.MonkeyPatch):
    old = seal("x", place=PLACE)
    use(dataclasses.replace(ring, cipher="sm4" if ring.cipher == "aes" else "aes"), monkeypatch)
    assert unseal(old, place=PLACE) == "x"


def test_a_blind_index_finds_equals_and_tells_kinds_apart():
    assert crypto.blind_index("1", kind="phone") == crypto.blind_index("1", kind="phone")
    assert len({crypto.blind_index(text, kind=kind) for text in "12" for kind in ("phone", "wechat")}) == 4


def test_each_use_has_a_key_of_its_own(ring: Ring):
    assert len({ring.index, ring.journal, ring.tokens, ring.sign, *ring.seals.values()}) == 5
    assert not [key for key in (ring.index, ring.sign) if repr(key) in repr(ring)]


def test_a_signature_is_verified_by_anyone_and_fits_one_message(ring: Ring):
    public = Ed25519PublicKey.from_public_bytes(crypto.public_key())
    public.verify(crypto.signature(b"message"), b"message")
    with pytest.raises(InvalidSignature):
        public.verify(crypto.signature(b"message"), b"massage")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path):
    file = tmp_path / "deep/keys.json"
    made = Ring.read(file)
    assert Ring.read(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_tokens_are_long_and_kept_as_digests():
    made = {crypto.token() for _each in range(100)}
    assert len(made) == 100
    assert all(len(each) >= 43 and each not in crypto.token_digest(each) for each in made)
