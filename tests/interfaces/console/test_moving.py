"""An enterprise moves a visit: a day, a start that is free, told what it costs; a refusal keeps what was chosen."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB
from tests.makers import NOW
from xunjiasao.domains.orders import queries
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.workers.models import Day
from xunjiasao.interfaces.console import steps
from xunjiasao.kernel.time import in_city

HOUR = timedelta(hours=1)
TEN, ELEVEN = NOW + 25 * HOUR, NOW + 26 * HOUR
"""Tomorrow at 10:00, where an order stands, and at 11:00; now is Tuesday 9:00."""


def said(at):
    return in_city(at).isoformat()


def question(desk, order, **given):
    return desk.get(f"/desk/orders/{order.id}?{urlencode({'ask': 'reschedule', **given})}")


def move(desk, order, at, **more):
    return desk.post(f"/desk/orders/{order.id}", step="reschedule", starts_at=said(at), **more)


def now_of(order):
    return queries.order(makers.SYSTEM, order.id)


def free(page):
    return re.findall(r'class="slot num" href="[^"]*"[^>]*>([\d:]+)<', page.html)


def test_the_question_shows_seven_days_and_the_free_times_of_the_orders_own(desk, house):
    placed = orders.order(house)
    assert "ask=reschedule" in desk.get(f"/desk/orders/{placed.id}").html
    page = question(desk, placed)
    assert "Move Regular cleaning tomorrow 10:00 to another time?" in page.words
    assert page.html.count('aria-current="date"') == 1
    assert len(re.findall(r"&amp;day=2026-11-\d\d|day=2026-11-\d\d", page.html)) >= 7
    assert "Wed 25 Nov" in page.words
    assert "10:00 as now" in page.words
    assert {"11:00", "16:00"} <= set(free(page))
    assert "10:00" not in free(page)
    assert "Choose a time first" in page.words


def test_what_somebody_else_has_taken_stays_and_says_so(desk, house):
    placed = orders.assigned(house)
    orders.order(house, starts_at=NOW + 29 * HOUR, chosen=placed.worker)
    page = question(desk, placed)
    assert "14:00 taken" in page.words
    assert "14:00" not in free(page)


def test_later_days_are_a_link_away(desk, house):
    placed = orders.order(house)
    page = question(desk, placed)
    assert "Later" in page.words
    assert "Earlier" not in page.words
    later = page.html.split(">Later<")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Tue 1 Dec" in desk.get(later).words
    assert "Earlier" in desk.get(later).words


def test_a_day_on_which_nobody_works_says_so(desk, house):
    placed = orders.assigned(house)
    Day.objects.filter(worker=placed.worker, on="2026-11-27").update(open=0)
    page = question(desk, placed, day="2026-11-27")
    assert "Nobody of yours works then. Choose another day." in page.words
    assert "Fri 27 Nov none free" in page.words


def test_the_chosen_time_tells_what_it_costs_and_asks_her_again(desk, house):
    given = orders.accepted(house)
    page = question(desk, given, starts_at=said(ELEVEN))
    assert "Moving is free until 2 hours before the visit." in page.words
    assert f"{given.worker.name} will be asked again whether she comes." in page.words
    assert "Move to tomorrow 11:00" in page.words
    assert f'name="starts_at" value="{said(ELEVEN)}"' in page.html
    assert f'name="total_fen" value="{given.total_fen}"' in page.html


def test_moving_says_where_to_and_keeps_the_list(desk, house):
    given = orders.accepted(house)
    page = desk.get(f"/desk/orders/{given.id}?stage=accepted&ask=reschedule&{urlencode({'starts_at': said(ELEVEN)})}")
    assert f'action="/desk/orders/{given.id}?stage=accepted"' in page.html
    answer = desk.post(
        f"/desk/orders/{given.id}?stage=accepted", step="reschedule", starts_at=said(ELEVEN), total_fen=given.total_fen
    )
    assert answer.url == f"/desk/orders/{given.id}?stage=accepted"
    assert "Moved to tomorrow 11:00. The family is told." in desk.get(answer.url).words
    after = now_of(given)
    assert (after.starts_at, after.stage) == (ELEVEN, Stage.ASSIGNED)


def test_the_links_of_the_question_keep_how_the_list_is_narrowed(desk, house):
    placed = orders.order(house)
    page = desk.get(f"/desk/orders/{placed.id}?stage=placed&ask=reschedule&day=2026-11-26")
    assert "ask=reschedule&amp;day=2026-11-27&amp;stage=placed" in page.html
    assert f'href="/desk/orders/{placed.id}?stage=placed" data-keep' in page.html


def test_a_time_that_was_taken_meanwhile_is_told_beside_the_times_with_the_nearest_others(desk, house):
    given = orders.assigned(house)
    question(desk, given, starts_at=said(ELEVEN + 3 * HOUR))
    orders.order(house, starts_at=ELEVEN + 3 * HOUR, chosen=given.worker)
    answer = move(desk, given, ELEVEN + 3 * HOUR, total_fen=given.total_fen)
    assert answer.status_code == 409
    asked = answer.html.split("<dialog")[1].split("</dialog>")[0]
    assert 'id="starts_at-error" role="alert"' in asked
    assert "That time was just taken. Please choose another." in answer.words
    assert f'name="starts_at" value="{said(ELEVEN + 3 * HOUR)}"' in asked
    assert re.search(r"Free near it tomorrow [\d:]+ tomorrow [\d:]+", answer.words)
    assert now_of(given).starts_at == TEN


@pytest.mark.parametrize("given", ["", "soon", "2026-11-25T11:00:00", "2026-11-25T11:10:00+08:00", "9999-99-99"])
def test_without_a_time_that_can_be_one_nothing_moves(desk, house, given):
    placed = orders.order(house)
    question(desk, placed)
    answer = desk.post(f"/desk/orders/{placed.id}", step="reschedule", starts_at=given)
    assert answer.status_code == 422
    assert "Please choose a time." in answer.words
    assert now_of(placed).starts_at == TEN


def test_the_time_it_has_already_is_no_move(desk, house):
    placed = orders.order(house)
    question(desk, placed)
    answer = move(desk, placed, TEN)
    assert answer.status_code == 422
    assert "That is when it is already." in answer.words


def test_a_time_too_near_or_past_is_told_beside_the_times(desk, house):
    placed = orders.order(house)
    page = question(desk, placed, starts_at=said(NOW + HOUR))
    assert "Please book two hours ahead." in page.words
    assert "Move to" not in page.words.replace("Move to another", "")
    answer = move(desk, placed, NOW - HOUR)
    assert answer.status_code == 422
    assert "That time is past." in answer.words
    assert now_of(placed).starts_at == TEN


def test_a_dearer_time_is_the_familys_to_agree_to(desk, house):
    placed = orders.order(house)
    saturday = NOW + timedelta(days=4, hours=1)
    page = question(desk, placed, starts_at=said(saturday))
    assert "Only the family can agree to more." in page.words
    assert "Move to Sat" not in page.words
    answer = move(desk, placed, saturday, total_fen=placed.total_fen)
    assert answer.status_code == 409
    assert "Only the family can agree to more." in answer.html.split('id="starts_at-error"')[1]
    assert now_of(placed).starts_at == TEN


def test_another_price_than_was_told_is_refused(desk, house):
    placed = orders.order(house)
    question(desk, placed, starts_at=said(ELEVEN))
    answer = move(desk, placed, ELEVEN, total_fen=placed.total_fen - 100)
    assert answer.status_code == 409
    assert "Please confirm the new price." in answer.words
    assert "Free near it" not in answer.words
    assert f'name="total_fen" value="{placed.total_fen}"' in answer.html
    assert now_of(placed).starts_at == TEN


def test_an_order_under_way_is_not_moved_and_says_why_in_the_record(desk, house):
    gone = orders.on_the_way(house)
    assert "ask=reschedule" not in desk.get(f"/desk/orders/{gone.id}").html
    answer = move(desk, gone, ELEVEN)
    assert answer.status_code == 409
    assert "<dialog" not in answer.html
    assert 'role="alert"' in answer.html


def test_the_federation_does_not_ask(federation, house):
    placed = orders.order(house)
    assert "<dialog" not in federation.get(f"/desk/all/orders/{placed.id}?ask=reschedule").html


@pytest.mark.parametrize("given", ["nonsense", "2026-11-20", "2031-01-01", "0001-01-01"])
def test_a_day_out_of_reach_shows_the_nearest_there_is(desk, house, given):
    assert question(desk, orders.order(house), day=given).status_code == 200


def test_a_question_asks_a_counted_number_of_times(desk, house, django_assert_num_queries):
    placed = orders.order(house)
    with django_assert_num_queries(12):
        page = question(desk, placed, starts_at=said(ELEVEN))
    assert len(page.content) <= MOST_KIB * 1024


@pytest.mark.parametrize(
    ("text", "fen"),
    [("132", 13_200), ("132.5", 13_250), ("¥132.05", 13_205), ("１３２元", 13_200), (" 0 ", 0), ("1,32", None), ("-1", None), ("", None), ("1.234", None)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text, fen):
    assert steps.fen(text) == fen


def test_a_move_is_told_once_in_the_record(desk, house):
    placed = orders.order(house)
    question(desk, placed)
    assert move(desk, placed, ELEVEN, total_fen=placed.total_fen).status_code == 302
    told = [each.name for each in queries.timeline(house.desk, now_of(placed))]
    assert told.count("order.rescheduled") == 1
