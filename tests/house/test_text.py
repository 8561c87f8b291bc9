"""What the text of the repository must not hold."""

import re
from collections.abc import Iterator

import pytest

from tests.house import tree
from tests.house.tree import Source

LINES_AT_MOST = 400
CODE = (".py", ".ts", ".vue", ".html", ".js", ".css", ".scss")
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)")
WITH_REASON = re.compile(r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w-]+(, ?[\w-]+)*\])\s+#\s*\S")


def whole(text: str) -> str:
    """Join a word written in two halves, so that this file passes its own lint."""
    return text.replace("¦", "")


UNFINISHED = re.compile(whole(r"TO¦DO|FIX¦ME|\bX¦XX\b|NotImplemented¦Error|coming¦ soon|敬请¦期待"))
SKIPPED = re.compile(
    whole(r"pytest\.(sk¦ip|xf¦ail|import¦orskip)|mark\.(sk¦ip|xf¦ail)|(it|test|describe)\.(on¦ly|sk¦ip)\(")
)
HOSTS = re.compile(whole(r"py¦pi\.org|python¦hosted|npm¦js\.org|npm¦mirror|debian\.org/deb¦ian"), re.I)
PLACES = re.compile(whole(r"(^|[^a-z0-9.])/(wo¦rk|fa¦rm|ro¦ot|ho¦me/\w+)/"))


def silenced(source: Source) -> Iterator[str]:
    if source.path.endswith(".py"):
        for number, line in enumerate(source.text.splitlines(), 1):
            if SILENCED.search(line) and not WITH_REASON.search(line):
                yield f"{source.path}:{number}: a check is silenced without code and reason"


def unfinished(source: Source) -> Iterator[str]:
    if source.path.endswith(CODE):
        for number, line in enumerate(source.text.splitlines(), 1):
            if UNFINISHED.search(line) or SKIPPED.search(line):
                yield f"{source.path}:{number}: unfinished or skipped"


def foreign(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if HOSTS.search(line) or PLACES.search(line):
            yield f"{source.path}:{number}: a registry's host or a machine's path"


def too_long(source: Source) -> Iterator[str]:
    generated = "/migrations/" in source.path
    if source.path.endswith(".py") and not generated and (lines := source.text.count("\n")) > LINES_AT_MOST:
        yield f"{source.path}: {lines} lines"


LINTS = [silenced, unfinished, foreign, too_long]


@pytest.mark.parametrize("lint", LINTS)
def test_the_repository_passes(lint):
    assert [fault for source in tree.repository() for fault in lint(source)] == []


@pytest.mark.parametrize(
    ("lint", "text"),
    [
        (silenced, "x = 1  # no¦qa"),
        (silenced, "x = 1  # no¦qa: E501"),
        (silenced, "x = 1  # type: ¦ignore  # because"),
        (unfinished, "# TO¦DO later"),
        (unfinished, "@pytest.mark.sk¦ip"),
        (unfinished, "raise NotImplemented¦Error"),
        (foreign, "https://py¦pi.org/simple"),
        (foreign, "see /wo¦rk/main/x"),
        (too_long, "x\n" * 401),
    ],
)
def test_what_is_planted_is_found(lint, text):
    assert len(list(lint(Source("x.py", whole(text))))) == 1


@pytest.mark.parametrize(
    ("lint", "text"),
    [
        (silenced, "x = 1  # no¦qa: E501  # a table reads better wide"),
        (silenced, "x = y  # type: ¦ignore[attr-defined]  # the stub lacks it"),
        (foreign, "a path like docs/wo¦rk/x or ./ro¦ot/"),
        (too_long, "x\n" * 400),
    ],
)
def test_what_is_right_is_left_alone(lint, text):
    assert list(lint(Source("x.py", whole(text)))) == []
