"""Phones, masks, pinyin, money, ids."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.kernel import ids, money, text


@pytest.mark.parametrize(
    "said", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "0086 13800138000", "\u200b13800138000"]
)
def test_a_mobile_number_is_read_however_it_is_written(said: str):
    assert text.mobile(said) == "13800138000"


@pytest.mark.parametrize(
    "said", ["", "1380013800", "138001380000", "12800138000", "+1 3800138000", "12345", "abc", "١٣٨"]
)
def test_what_isnt_a_mobile_number_is_none(said: str):
    assert text.mobile(said) is None


@given(st.text())
def test_any_text_can_be_asked_whether_it_is_a_phone_and_tidied(said: str):
    assert text.mobile(said) is None or text.mobile(said).isdigit()
    once = text.tidy(said)
    assert text.tidy(once) == once
    assert not set(once) & set("\0\x1b\u202e\ufeff\n")


def test_masks_hide_the_middle():
    assert text.mask_phone("13800138000") == "138****8000"
    assert text.mask_phone("110") == "****"
    assert text.mask_number("36040219900307123X") == "36**************3X"
    assert text.mask_number("1234") == "****"
    assert [text.mask_name(name) for name in ("陈晓", "欧阳娜娜", "陈", "")] == ["陈*", "欧***", "陈*", ""]


def test_names_are_found_by_pinyin_and_initials_even_where_the_dictionary_errs():
    assert text.pinyin_keys("保洁") == "保洁 baojie bj"
    assert "duchang" in text.pinyin_keys("都昌县")


@pytest.mark.parametrize(
    ("amount", "said"), [(7000, "70"), (7050, "70.50"), (7005, "70.05"), (0, "0"), (-7050, "-70.50"), (5, "0.05")]
)
def test_money_is_written_with_both_cents_or_none(amount: int, said: str):
    assert money.yuan(amount) == said


@pytest.mark.parametrize(
    ("amount", "bp", "part"), [(8000, 1500, 1200), (1, 5000, 1), (1, 4999, 0), (333, 10_000, 333), (0, 1, 0)]
)
def test_a_share_is_rounded_once_to_a_whole_fen(amount: int, bp: int, part: int):
    assert money.share(amount, bp) == part


def test_ids_made_later_sort_later_and_seeded_ones_repeat():
    made = [ids.new() for _each in range(200)]
    assert made == sorted(made)
    assert len(set(made)) == 200
    with ids.seeded(7):
        first = [ids.new() for _each in range(50)]
    with ids.seeded(7):
        assert [ids.new() for _each in range(50)] == first
    assert first == sorted(first)
    assert {each.version for each in first + made} == {7}
    assert {each.variant for each in first} == {uuid.RFC_4122}


@pytest.mark.parametrize("said", ["", "1", None, "x" * 36, 5, "{}"])
def test_what_cant_be_an_id_is_none(said: object):
    assert ids.parse(said) is None
