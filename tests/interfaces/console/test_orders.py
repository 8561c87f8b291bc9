"""An enterprise sees what waits, confirms, says who comes, and cancels; the Federation watches."""

from datetime import timedelta

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import NOW
from xunjiasao.domains.orders import actions, queries
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.console import orders as console
from xunjiasao.kernel.time import day_of

HOUR = timedelta(hours=1)


def stage(order):
    return queries.order(makers.SYSTEM, order.id).stage


def at(hours):
    """A whole hour after now, which is 9:00."""
    return NOW + hours * HOUR


# ── what waits ────────────────────────────────────────────────────────────────────────────────


def test_an_empty_desk_says_that_nothing_waits(desk):
    page = desk.get("/desk/todo")
    assert "Nothing waits for you" in page.words
    assert "A new order appears here by itself." in page.words


def test_the_headline_says_how_many_wait_and_when_the_earliest_starts(desk, house):
    orders.order(house, starts_at=at(4))
    confirmed = orders.order(house, starts_at=at(25))
    actions.confirm(order_id=confirmed.id, actor=house.desk, now=NOW)
    page = desk.get("/desk/todo")
    assert "1 order to confirm and 1 order without a worker; the earliest starts today 13:00" in page.words


def test_the_cards_count_what_waits(desk, house):
    orders.order(house, starts_at=at(4))
    orders.assigned(house, starts_at=at(5))
    orders.finished(house, starts_at=at(26))
    orders.worker(house, name="红码", health_until=day_of(NOW) - timedelta(days=1))
    orders.worker(house, name="黄码", health_until=day_of(NOW) + timedelta(days=9))
    words = desk.get("/desk/todo").words
    assert "1 To confirm the earliest today 13:00" in words
    assert "0 To assign everyone has somebody" in words
    assert "1 Soon, not accepted Today 14:00, call her" in words
    assert "1 Done, to approve" in words
    assert "2 Papers ending 1 may not visit now" in words


@pytest.mark.parametrize("count", [1, 6])
def test_the_to_do_page_asks_a_counted_number_of_times_however_much_waits(
    desk, house, count, django_assert_num_queries
):
    for number in range(count):
        orders.order(house, starts_at=at(25 + 3 * (number % 3) + 24 * (number // 3)))
    with django_assert_num_queries(6):
        page = desk.get("/desk/todo")
    assert len(page.content) <= MOST_KIB * 1024


def test_the_pulse_is_silent_until_something_changes(desk, house, django_assert_num_queries):
    placed = orders.order(house)
    page = desk.get("/desk/todo")
    state = page.html.split("/desk/todo/pulse?state=")[1].split('"')[0]
    with django_assert_num_queries(5):
        silent = desk.get("/desk/todo/pulse", state=state)
    assert silent.status_code == 204
    assert silent.content == b""
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    told = desk.get("/desk/todo/pulse", state=state)
    assert told.status_code == 200
    assert told.html.startswith('<section id="pulse"')
    assert "1 order without a worker" in told.words


def test_the_badge_and_the_foot_say_the_same_number_and_count_her_answers_apart(desk, house):
    orders.order(house, starts_at=at(4))
    orders.assigned(house, starts_at=at(25))
    page = desk.get("/desk/todo")
    assert '<span class="count" id="count-todo">1<span class="vh"> waiting</span>' in page.html
    assert "1 order waits for you · 1 waits for her answer" in page.words


def test_her_answers_are_counted_apart_when_not_all_is_shown(desk, house, monkeypatch):
    monkeypatch.setattr(console, "MOST_TO_DO", 1)
    orders.order(house, starts_at=at(4))
    for ahead in (25, 28):
        orders.assigned(house, starts_at=at(ahead))
    page = desk.get("/desk/todo")
    assert "1 order waits for you · 2 wait for her answer" in page.words
    assert "Show the rest" in page.words


def test_the_pulse_brings_the_badge_and_every_symbol_it_may_draw(desk, house):
    page = desk.get("/desk/todo")
    assert 'id="count-todo" hidden>0' in page.html
    for name in ("clock", "check", "stop", "alert"):
        assert f'id="i-{name}"' in page.html
    orders.order(house)
    told = desk.get("/desk/todo/pulse", state="")
    assert '<span class="count" id="count-todo" hx-swap-oob="true">1' in told.html


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_narrowed_by_stage_and_day(desk, house):
    today, tomorrow = orders.order(house, starts_at=at(4)), orders.accepted(house, starts_at=at(25))
    shown = {
        "": {today, tomorrow}, "?stage=placed": {today}, "?stage=open": {today}, "?on=tomorrow": {tomorrow}, "?on=past": set(),
        f"?q={tomorrow.number.lower()}": {tomorrow}, "?stage=nonsense": {today, tomorrow},
    }  # fmt: skip
    for query, wanted in shown.items():
        page = desk.get(f"/desk/orders{query}")
        assert {each for each in (today, tomorrow) if str(each.id) in page.html} == wanted, query


@pytest.mark.parametrize("count", [1, 7])
def test_the_list_asks_a_counted_number_of_times_however_long_it_is(desk, house, count, django_assert_num_queries):
    for number in range(count):
        orders.order(house, starts_at=at(25 + 3 * (number % 3) + 24 * (number // 3)))
    with django_assert_num_queries(5):
        page = desk.get("/desk/orders")
    assert page.html.count("data-row=") == count
    assert len(page.content) <= MOST_KIB * 1024


def test_the_list_comes_in_pages(desk, house):
    for number in range(21):
        orders.order(house, starts_at=at(25 + 24 * (number // 4) + 2 * (number % 4)))
    first = desk.get("/desk/orders")
    assert "From today on: 21 orders" in first.words
    assert len(first.content) <= MOST_KIB * 1024
    more = first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = desk.get(f"/desk/orders{more}")
    assert second.html.count("data-row=") == 1
    assert "From today on: 21 orders" in second.words
    assert "Previous page Page 2" in second.words
    back = second.html.split('rel="prev" href="')[1].split('"')[0]
    assert desk.get(f"/desk/orders{back}").html.count("data-row=") == 20


def test_a_forged_cursor_is_told_kindly(desk):
    assert desk.get("/desk/orders", cursor="x").status_code == 422


# ── the record ────────────────────────────────────────────────────────────────────────────────


def test_a_record_has_its_own_address_and_closes_to_its_list(desk, house):
    placed = orders.order(house)
    page = desk.get(f"/desk/orders/{placed.id}?stage=open")
    assert page.status_code == 200
    assert placed.number in page.words
    assert 'href="/desk/orders?stage=open" data-close' in page.html
    assert "前进路 8 号 2 栋 301" in page.words
    assert "Regular cleaning: 40 yuan per hour × 2" in page.words
    assert 'aria-current="true"' in page.html


@pytest.mark.parametrize(("prepare", "queries"), [(orders.order, 8), (orders.assigned, 8), (orders.finished, 9)])
def test_a_record_asks_a_counted_number_of_times(desk, house, prepare, queries, django_assert_num_queries):
    made = prepare(house)
    with django_assert_num_queries(queries):
        page = desk.get(f"/desk/orders/{made.id}?on=any")
    assert len(page.content) <= MOST_KIB * 1024


def test_a_record_with_its_candidates_asks_a_counted_number_of_times(desk, house, django_assert_num_queries):
    made = orders.order(house)
    actions.confirm(order_id=made.id, actor=house.desk, now=NOW)
    for number in range(5):
        orders.worker(house, name=f"李{number}")
    with django_assert_num_queries(14):
        page = desk.get(f"/desk/orders/{made.id}")
    assert len(page.content) <= MOST_KIB * 1024


def test_confirming_leads_to_choosing_who_comes(desk, house):
    placed = orders.order(house)
    page = desk.get(f"/desk/todo/{placed.id}")
    assert f"{placed.worker.name}'s time is kept for it." in page.words
    answer = desk.post(f"/desk/todo/{placed.id}", step="confirm")
    assert answer.status_code == 302
    assert stage(placed) == Stage.CONFIRMED
    page = desk.get(answer.url)
    assert "Confirmed. Now say who comes tomorrow 10:00." in page.words
    assert f"Send {placed.worker.name}" in page.words
    assert "Her time is kept for this order" in page.words


def test_the_worker_who_is_sent_is_named_and_asked(desk, house):
    placed = orders.order(house)
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    desk.get(f"/desk/orders/{placed.id}")
    answer = desk.post(f"/desk/orders/{placed.id}?stage=open", step="assign", worker=str(placed.worker_id))
    assert answer.url == f"/desk/orders/{placed.id}?stage=open"
    assert f"{placed.worker.name} comes tomorrow 10:00. She was asked to accept." in desk.get(answer.url).words
    assert stage(placed) == Stage.ASSIGNED


def test_somebody_else_can_be_sent(desk, house):
    given = orders.assigned(house)
    other = next(each for each in house.workers if each.id != given.worker_id)
    page = desk.get(f"/desk/orders/{given.id}")
    assert "Send someone else" in page.words
    assert f"Send {other.name}" not in page.words
    page = desk.get(f"/desk/orders/{given.id}?ask=assign")
    assert f"Send {other.name}" in page.words
    assert f"Send {given.worker.name}" not in page.words
    desk.post(f"/desk/orders/{given.id}", step="assign", worker=str(other.id))
    assert queries.order(makers.SYSTEM, given.id).worker_id == other.id


def test_those_who_cannot_come_are_there_with_the_reason(desk, house):
    orders.worker(house, name="低等级", grade=5, occupation="4-10-01-05")
    placed = orders.order(house)
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    words = desk.get(f"/desk/orders/{placed.id}").words
    assert "1 can't, and why" in words
    assert "低等级" in words
    assert "Can't assign: the order promises" in words


def test_who_does_not_keep_the_promise_is_refused_in_words_and_nothing_changes(desk, house):
    unfit = orders.worker(house, name="低等级", grade=5, occupation="4-10-01-05")
    placed = orders.order(house)
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    desk.get(f"/desk/orders/{placed.id}")
    answer = desk.post(f"/desk/orders/{placed.id}", step="assign", worker=str(unfit.id))
    assert answer.status_code == 409
    assert "Can't assign: the order promises" in answer.words
    after = queries.order(makers.SYSTEM, placed.id)
    assert (after.stage, after.worker_id) == (Stage.CONFIRMED, placed.worker_id)


def test_a_step_that_was_taken_meanwhile_is_refused_with_the_record_as_it_is(desk, house):
    placed = orders.order(house)
    desk.get(f"/desk/orders/{placed.id}")
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    answer = desk.post(f"/desk/orders/{placed.id}", step="confirm")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.html
    assert f"Send {placed.worker.name}" in answer.words


def test_cancelling_asks_first_and_tells_what_it_costs(desk, house):
    placed = orders.order(house)
    assert "<dialog" not in desk.get(f"/desk/orders/{placed.id}").html
    page = desk.get(f"/desk/orders/{placed.id}?ask=cancel")
    assert "Cancel Regular cleaning tomorrow 10:00?" in page.words
    assert "Cancelling now is free." in page.words
    assert f'href="/desk/orders/{placed.id}" data-keep' in page.html


def test_cancelling_at_a_fee_that_was_not_told_is_refused_in_the_question(desk, house):
    given = orders.assigned(house, starts_at=at(4))
    page = desk.get(f"/desk/orders/{given.id}?ask=cancel")
    assert 'name="fee_fen" value="0"' in page.html
    answer = desk.post(f"/desk/orders/{given.id}", step="cancel", reason="人手不够", fee_fen="800")
    assert answer.status_code == 409
    question = answer.html.split("<dialog")[1].split("</dialog>")[0]
    assert "Meanwhile the cost of cancelling has changed. Cancelling now is free." in question
    assert 'value="人手不够"' in question
    assert 'name="fee_fen" value="0"' in question
    assert stage(given) == Stage.ASSIGNED
    assert desk.post(f"/desk/orders/{given.id}", step="cancel", reason="人手不够", fee_fen="0").status_code == 302
    assert stage(given) == Stage.CANCELLED


def test_cancelling_without_a_reason_is_told_beside_the_field(desk, house):
    placed = orders.order(house)
    desk.get(f"/desk/orders/{placed.id}?ask=cancel")
    answer = desk.post(f"/desk/orders/{placed.id}", step="cancel", reason="  ")
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="reason-error"' in answer.html
    assert "Say why, in a few words" in answer.words
    assert stage(placed) == Stage.PLACED


def test_a_cancelled_order_says_why_and_has_no_more_buttons(desk, house):
    placed = orders.order(house)
    desk.get(f"/desk/orders/{placed.id}?ask=cancel")
    page = desk.get(desk.post(f"/desk/orders/{placed.id}", step="cancel", reason="人手不够").url)
    assert stage(placed) == Stage.CANCELLED
    assert "Reason: 人手不够" in page.words
    assert 'name="step"' not in page.html


def test_what_the_family_said_stands_in_the_record(desk, house):
    done = orders.approved(house)
    actions.review(
        order_id=done.id, safe=5, cared=4, at_ease=5, text="擦得真亮", actor=house.resident, now=NOW + 3 * 24 * HOUR
    )
    words = desk.get(f"/desk/orders/{done.id}").words
    assert "Safe 5, cared for 4, at ease 5, of 5 stars" in words
    assert "擦得真亮" in words


@pytest.mark.parametrize("named", ["not-an-id", "019a0000-0000-7000-8000-000000000000"])
@pytest.mark.parametrize("list_", ["orders", "todo"])
def test_an_order_that_is_not_there_is_not_found(desk, named, list_):
    assert desk.get(f"/desk/{list_}/{named}").status_code == 404
    desk.get("/desk/todo")
    assert desk.post(f"/desk/{list_}/{named}", step="confirm").status_code == 404


def test_a_foreign_order_is_not_found_and_stays_as_it_is(house):
    placed = orders.order(house)
    foreign = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id))
    assert foreign.get(f"/desk/orders/{placed.id}").status_code == 404
    assert placed.number not in foreign.get("/desk/orders").html
    assert foreign.post(f"/desk/orders/{placed.id}", step="confirm").status_code == 404
    assert stage(placed) == Stage.PLACED


@pytest.mark.parametrize("step", ["", "accept", "review", "drop"])
def test_a_step_that_this_desk_does_not_have_is_not_found(desk, house, step):
    placed = orders.order(house)
    desk.get(f"/desk/orders/{placed.id}")
    assert desk.post(f"/desk/orders/{placed.id}", step=step).status_code == 404


# ── what htmx needs ───────────────────────────────────────────────────────────────────────────


def test_a_form_sent_by_htmx_needs_the_proof_that_its_page_gave(house):
    placed, desk = orders.order(house), Browser(house.desk)
    assert desk.post(f"/desk/orders/{placed.id}", htmx=True, step="confirm").status_code == 403
    assert stage(placed) == Stage.PLACED
    desk.get(f"/desk/orders/{placed.id}")
    assert desk.post(f"/desk/orders/{placed.id}", htmx=True, step="confirm").status_code == 302
    assert stage(placed) == Stage.CONFIRMED


def test_a_refused_form_comes_back_whole_with_what_was_typed(desk, house):
    done = orders.serving(house)
    desk.get("/desk/todo")
    answer = desk.post(f"/desk/orders/{done.id}", htmx=True, step="cancel", reason="人手不够")
    assert answer.status_code == 409
    assert 'id="page"' in answer.html
    assert 'id="symbols"' in answer.html


def test_every_address_that_takes_a_form_opens_by_itself_for_back_and_reload(desk, house):
    placed = orders.order(house)
    assert f'action="/desk/orders/{placed.id}"' in desk.get(f"/desk/orders/{placed.id}").html
    assert desk.get(f"/desk/orders/{placed.id}?ask=cancel").status_code == 200


def test_a_page_inlines_only_the_symbols_it_uses(desk):
    page = desk.get("/desk/offerings")
    drawn = {part.split('"')[0] for part in page.html.split('<symbol id="')[1:]}
    used = {part.split('"')[0] for part in page.html.split('href="#i-')[1:]}
    assert drawn == {f"i-{name}" for name in used}


# ── the Federation ────────────────────────────────────────────────────────────────────────────


def test_the_federation_reads_its_county_without_door_and_phone(federation, house):
    placed = orders.order(house)
    page = federation.get(f"/desk/all/orders/{placed.id}")
    assert page.status_code == 200
    assert placed.number in page.words
    assert "前进路" not in page.html
    assert "13800000001" not in page.html
    assert "陈晓" not in page.html
    assert 'name="step"' not in page.html
    assert federation.post(f"/desk/all/orders/{placed.id}", step="confirm").status_code == 405


def test_another_county_sees_nothing_of_it(elsewhere, house):
    placed = orders.order(house)
    assert elsewhere.get(f"/desk/all/orders/{placed.id}").status_code == 404
    assert placed.number not in elsewhere.get("/desk/all/orders", on="any").html
    assert placed.number not in elsewhere.get("/desk/all/orders", on="any", county=placed.path).html


@pytest.mark.parametrize("count", [1, 6])
def test_the_federations_list_is_counted(federation, house, count, django_assert_num_queries):
    for number in range(count):
        orders.order(house, starts_at=at(25 + 3 * (number % 3) + 24 * (number // 3)))
    with django_assert_num_queries(6):
        federation.get("/desk/all/orders")
