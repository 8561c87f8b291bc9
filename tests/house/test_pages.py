"""Pages load what exists, from here, and carry nothing that the content policy blocks."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders

from tests.house import tree
from tests.house.tree import Source

STATIC = re.compile(r"""\{%\s*static\s+["']([^"'{}]+)["']""")
INLINE = re.compile(
    r"""<[^>]*\s(style|on\w+)\s*=\s*["']|<(script|style)(?![^>]*(\ssrc=|nonce=|type="application/))[^>]*>|javascript:""",
    re.I,
)
FOREIGN = re.compile(
    r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""", re.I
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->|/\*.*?\*/", re.S)


def faults(source: Source) -> Iterator[str]:
    text = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source.text)
    for number, line in enumerate(text.splitlines(), 1):
        for name in STATIC.findall(line):
            if not finders.find(name):
                yield f"{source.path}:{number}: there is no {name}"
        if source.path.endswith(".html") and INLINE.search(line):
            yield f"{source.path}:{number}: inline script or style"
        if FOREIGN.search(line):
            yield f"{source.path}:{number}: something foreign"


def pages() -> list[Source]:
    paths = [p for suffix in ("html", "css", "svg") for p in sorted((tree.ROOT / "xunjiasao").rglob(f"*.{suffix}"))]
    return [Source(str(p.relative_to(tree.ROOT)), p.read_text()) for p in paths if "client_h5" not in p.parts]


def test_pages_load_what_exists_and_from_here():
    assert len(pages()) > 10, "the lint would be reading an empty house"
    assert [fault for source in pages() for fault in faults(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        '{% static "desk/nowhere.css" %}',
        '<p style="color: red">',
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<img src="https://example.org/a.png">',
        "<b class='x'>{# fine #}</b><link href='//example.org/a.css'>",
    ],
)
def test_what_is_planted_is_found(text):
    assert len(list(faults(Source("x.html", text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script nonce="{{ csp_nonce }}">go()</script>',
        '<script src="{{ url }}"></script>',
        '<script type="application/json">{}</script>',
        '{# <p style="color: red"> #}',
        '<svg xmlns="http://www.w3.org/2000/svg">',
    ],
)
def test_what_is_right_is_left_alone(text):
    assert list(faults(Source("x.html", text))) == []
