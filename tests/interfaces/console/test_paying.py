"""An enterprise records once what the family paid on site; the Federation reads it."""

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.makers import NOW
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import actions, queries


def paid(order):
    return queries.payment(queries.order(makers.SYSTEM, order.id))


def test_a_finished_order_asks_what_was_paid_and_is_filled_in_with_what_was_agreed(desk, house):
    done = orders.finished(house)
    page = desk.get(f"/desk/orders/{done.id}?on=any")
    assert "What did the family pay?" in page.words
    assert 'name="amount" value="80.00"' in page.html
    assert page.html.count('type="radio" name="means"') == 5
    assert "checked" not in page.html.split('class="means"')[1].split("</fieldset>")[0]


def test_what_was_paid_stands_in_the_record_and_is_asked_no_more(desk, house):
    done = orders.finished(house)
    desk.get(f"/desk/orders/{done.id}?on=any")
    answer = desk.post(f"/desk/orders/{done.id}?on=any", step="pay", amount="75.5", means="wechat")
    assert answer.url == f"/desk/orders/{done.id}?on=any"
    page = desk.get(answer.url)
    assert "Recorded: 75.50 yuan, WeChat." in page.words
    assert "75.50 yuan, WeChat, recorded today 9:00" in page.words
    assert "What did the family pay?" not in page.words
    assert (paid(done).amount_fen, paid(done).means) == (7_550, "wechat")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"amount": "80.00"}, "Please choose how it was paid."),
        ({"amount": "80.00", "means": "shells"}, "Please choose how it was paid."),
        ({"amount": "eighty", "means": "cash"}, "Please write the amount in yuan, as in 132.00."),
        ({"amount": "", "means": "cash"}, "Please write the amount in yuan, as in 132.00."),
        ({"amount": "900", "means": "cash"}, "At most the 80 yuan that were agreed."),
    ],
)
def test_what_cannot_be_right_is_told_beside_its_field_and_kept(desk, house, said, told):
    done = orders.finished(house)
    desk.get(f"/desk/orders/{done.id}")
    answer = desk.post(f"/desk/orders/{done.id}", step="pay", **said)
    assert answer.status_code == 422
    form = answer.html.split('class="card card-mist pay"')[1].split("</form>")[0]
    assert told in form
    assert 'aria-invalid="true"' in form
    assert f'name="amount" value="{said["amount"]}"' in form
    if said.get("means") == "cash":
        assert 'value="cash" required checked' in form
    assert paid(done) is None


def test_a_second_record_is_refused_with_the_first_beside_it(desk, house):
    done = orders.finished(house)
    desk.get(f"/desk/orders/{done.id}")
    actions.record_payment(order_id=done.id, amount_fen=8_000, means="cash", actor=house.desk, now=NOW)
    answer = desk.post(f"/desk/orders/{done.id}", step="pay", amount="70", means="wechat")
    assert answer.status_code == 409
    assert "A payment is recorded for this order already." in answer.words
    assert "80.00 yuan, Cash, recorded today 9:00" in answer.words
    assert paid(done).amount_fen == 8_000


def test_what_was_recorded_by_mistake_is_put_right_and_both_stay_told(desk, house):
    done = orders.finished(house)
    desk.get(f"/desk/orders/{done.id}")
    desk.post(f"/desk/orders/{done.id}", step="pay", amount="8", means="cash")
    page = desk.get(f"/desk/orders/{done.id}?on=any")
    assert f"/desk/orders/{done.id}?ask=correct&amp;on=any" in page.html
    asked = desk.get(f"/desk/orders/{done.id}?ask=correct&on=any")
    assert "What did the family really pay?" in asked.words
    assert 'name="amount" value="8.00"' in asked.html
    assert 'value="cash" required checked' in asked.html
    answer = desk.post(f"/desk/orders/{done.id}?on=any", step="correct", amount="80", means="wechat")
    assert answer.url == f"/desk/orders/{done.id}?on=any"
    after = desk.get(answer.url)
    assert "Corrected: 80.00 yuan, WeChat. The family is told." in after.words
    assert "80.00 yuan, WeChat, recorded today 9:00" in after.words
    assert "The enterprise corrected what was paid on site: 80 yuan instead of 8" in after.words
    assert (paid(done).amount_fen, paid(done).means) == (8_000, "wechat")
    said = [told.name for told in journal.timeline("order", done.id) if told.name.startswith("order.pa")]
    desk.post(f"/desk/orders/{done.id}", step="correct", amount="80", means="wechat")  # nothing to put right any more
    assert said == ["order.paid", "order.payment_corrected"]
    assert [told.name for told in journal.timeline("order", done.id)].count("order.payment_corrected") == 1


def test_a_correction_that_cannot_be_right_changes_nothing(desk, federation, house):
    done = orders.finished(house)
    desk.get(f"/desk/orders/{done.id}")
    early = desk.post(f"/desk/orders/{done.id}", step="correct", amount="80", means="cash")
    assert early.status_code == 409
    assert "No payment is recorded for this order yet." in early.words
    assert paid(done) is None
    actions.record_payment(order_id=done.id, amount_fen=8_000, means="cash", actor=house.desk, now=NOW)
    wrong = desk.post(f"/desk/orders/{done.id}", step="correct", amount="900", means="cash")
    assert wrong.status_code == 422
    assert "At most the 80 yuan that were agreed." in wrong.html.split('class="card card-mist pay"')[1]
    assert 'name="step" value="correct"' in wrong.html
    assert "ask=correct" not in federation.get(f"/desk/all/orders/{done.id}").html
    assert "really pay" not in federation.get(f"/desk/all/orders/{done.id}?ask=correct").words
    assert paid(done).amount_fen == 8_000


def test_before_the_work_is_done_nothing_is_asked_and_nothing_recorded(desk, house):
    going = orders.serving(house)
    assert "What did the family pay?" not in desk.get(f"/desk/orders/{going.id}").words
    answer = desk.post(f"/desk/orders/{going.id}", step="pay", amount="80", means="cash")
    assert answer.status_code == 409
    assert paid(going) is None


def test_the_federation_reads_what_was_paid_and_records_nothing(federation, desk, house):
    done = orders.finished(house)
    assert "What did the family pay?" not in federation.get(f"/desk/all/orders/{done.id}").words
    actions.record_payment(order_id=done.id, amount_fen=8_000, means="alipay", actor=house.desk, now=NOW)
    assert "80.00 yuan, Alipay, recorded today 9:00" in federation.get(f"/desk/all/orders/{done.id}").words
    assert federation.post(f"/desk/all/orders/{done.id}", step="pay", amount="1", means="cash").status_code == 405
