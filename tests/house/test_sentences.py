"""Every sentence has its Chinese, with the same holes; no translation is left over."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from xunjiasao.project import messages

HOLES = re.compile(r"\{(\w*)[^}]*\}|%\((\w+)\)[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def faults(said: Iterable[messages.Sentence], catalogue: Catalog) -> Iterator[str]:
    wanted = {one if isinstance(one, str) else one[0]: one for one in said}
    for key, sentence in wanted.items():
        found = catalogue.get(key)
        forms = messages.strings(found.string) if found else [""]
        originals = [sentence] if isinstance(sentence, str) else list(sentence)
        if not all(forms):
            yield f"no Chinese: {key!r}"
            continue
        for form in forms:
            if set(HOLES.findall(form)) != set(HOLES.findall(originals[-1])):
                yield f"other holes: {key!r} → {form!r}"
            if not HAN.search(form) and form != key:
                yield f"not Chinese: {key!r} → {form!r}"
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if key and key not in wanted:
            yield f"left over: {key!r}"


def test_every_sentence_has_its_chinese():
    said = [sentence for _path, sentence in messages.sentences()]
    assert len(said) > 100, "the lint would be reading an empty house"
    assert list(faults(said, messages.catalogue())) == []


@pytest.mark.parametrize(
    ("english", "chinese", "found"),
    [
        ("Confirm", "确认", 0),
        ("Confirm", "", 1),
        ("Costs {fee}", "收费 {fee}", 0),
        ("Costs {fee}", "收费 {price}", 1),
        ("Confirm", "Konfirm", 1),
        (("{n} order", "{n} orders"), ("{n} 单",), 0),
        (("{n} order", "{n} orders"), ("",), 1),
    ],
)
def test_a_sentence_without_its_chinese_is_found(english, chinese, found):
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add(english, chinese)
    assert len(list(faults([english], catalogue))) == found


def test_a_translation_that_nobody_says_is_found():
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("Gone", "没了")
    assert list(faults([], catalogue)) == ["left over: 'Gone'"]


def test_sentences_are_found_in_code_and_in_templates(tmp_path: Path):
    (tmp_path / "templates/x").mkdir(parents=True)
    (tmp_path / "a.py").write_text('_("In code")\nngettext("{n} day", "{n} days", n)\n')
    (tmp_path / "templates/x/a.html").write_text(
        '{% load i18n %}<p title="{% translate "It\'s a title" %}">{% blocktranslate count n=n %}'
        "{{ n }} visit{% plural %}{{ n }} visits{% endblocktranslate %}</p>"
    )
    assert [sentence for _path, sentence in messages.sentences(tmp_path)] == [
        "In code",
        ("{n} day", "{n} days"),
        "It's a title",
        ("%(n)s visit", "%(n)s visits"),
    ]
