"""Lists that don't fit on one page: the way back, the place, and what is opened beside them."""

import re
from dataclasses import replace

from tests.makers import NOW
from xunjiasao.domains.workers import actions
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel.time import day_of


def test_a_paper_of_the_second_page_opens_beside_the_second_page(federation, desk, house):
    said = actions.Document(kind=CredentialKind.ABILITY, issuer="中心", issued_on=day_of(NOW), expires_on=None)
    documents = [replace(said, number=f"JX-{number}") for number in range(25)]
    actions.add_credentials(worker_id=house.workers[0].id, documents=documents, actor=house.desk, now=NOW)
    first = federation.get("/desk/all/papers")
    assert "Page 1 Next page" in first.words
    onward = link(first, 'rel="next" href="([^"]+)')
    second = federation.get(f"/desk/all/papers{onward}")
    assert (second.html.count("data-row="), "Previous page Page 2" in second.words) == (5, True)
    opened = federation.get(link(second, 'href="([^"]+)" data-row'))
    assert opened.html.count("data-row=") == 5
    assert federation.get(link(opened, 'href="([^"]+)" data-close')).html.count("data-row=") == 5
    refused = federation.post(link(opened, 'method="post" action="(/desk/all/papers/[^"]+)'), step="verify", how="")
    assert (refused.status_code, refused.html.count("data-row=")) == (422, 5)


def link(page, shape):
    """Find an address in a page."""
    return re.search(shape, page.html)[1].replace("&amp;", "&")
