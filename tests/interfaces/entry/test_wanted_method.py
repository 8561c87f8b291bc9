"""WeChat's client can't send PATCH; it posts and names the method."""

import pytest

from tests import makers
from tests.interfaces.api.caller import Caller
from xunjiasao.interfaces.entry.middleware import WANTED_METHOD

pytestmark = pytest.mark.django_db


def test_a_post_that_wants_to_be_a_patch_is_one() -> None:
    answer = Caller(makers.person())("post", "/account", {"name": "刘女士"}, headers={WANTED_METHOD: "PATCH"})
    assert (answer.status_code, answer.said["name"]) == (200, "刘女士")


@pytest.mark.parametrize("wanted", ["DELETE", "GET", "patch", ""])
def test_no_other_method_can_be_wanted(wanted: str) -> None:
    assert (
        Caller(makers.person())("post", "/account", {"name": "x"}, headers={WANTED_METHOD: wanted}).status_code == 405
    )
