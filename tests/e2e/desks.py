"""What a desk must keep when htmx carries its pages: place, focus, Back, refused forms, and all of it without JavaScript."""

from playwright.sync_api import expect

from tests.e2e.browser import Screen

LIST = "/desk/orders?on=any"
FOCUSED = "document.activeElement.matches"


def guard(screen: Screen, order_id: str) -> None:
    """Walk through list, record, question and refusal of an order that may still be cancelled."""
    beside_the_list(screen, order_id)
    refused(screen, order_id)
    unticked(screen)
    typed_once(screen)
    silent(screen)
    without_javascript(screen, order_id)


def beside_the_list(screen: Screen, order_id: str) -> None:
    """A record opens at its own address and takes the focus; Esc gives it back to its row; Back opens it again."""
    page, row, record = screen.page, f"[data-row='{order_id}']", screen.page.locator("#drawer")
    screen.open(LIST)
    page.locator(row).click()
    expect(record).to_have_attribute("data-record", order_id)
    assert f"/desk/orders/{order_id}" in page.url
    page.wait_for_function(f"{FOCUSED}('#drawer h2')")
    page.keyboard.press("Escape")
    expect(record).to_have_count(0)
    page.wait_for_function(f'{FOCUSED}("{row}")')
    page.go_back()
    expect(record).to_have_attribute("data-record", order_id)


def refused(screen: Screen, order_id: str) -> None:
    """A form that can't be right comes back as it was typed, with the reason beside the field."""
    page = screen.page
    screen.open(f"/desk/orders/{order_id}?on=any")
    page.locator("#drawer a[href*='ask=cancel']").click()
    page.locator("dialog:modal").wait_for()
    page.fill("#reason", "  ")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("dialog .btn-main").click()
    assert sent.value.status == 422
    expect(page.locator("#reason[aria-invalid=true]")).to_have_value("  ")
    expect(page.locator("dialog:modal")).to_be_visible()
    screen.look("refused")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#drawer")).to_be_visible()
    page.wait_for_function(f"""{FOCUSED}("#drawer a[href*='ask=cancel']")""")


def unticked(screen: Screen) -> None:
    """What was ticked in one record isn't ticked in the next."""
    page = screen.page
    screen.open("/desk/orders?stage=reviewed&on=any")
    rows = page.locator("[data-row]").all()[:2]
    assert len(rows) == 2, "there is a next record"
    for row in rows:
        row.click()
        expect(page.locator("#drawer")).to_have_attribute("data-record", str(row.get_attribute("data-row")))
        expect(page.locator("[name=means]:checked")).to_have_count(0)
        page.locator("[name=means]").first.check()


def typed_once(screen: Screen) -> None:
    """A line of a tariff that can't be right stands once when it comes back, with its box marked."""
    page, names = screen.page, screen.page.locator("[name=extra_name]")
    screen.open("/desk/offerings")
    page.locator(".table td:first-child a").first.click()
    page.locator("#price_fen").wait_for()
    names.last.fill("加项")
    page.locator("[name=extra_price]").last.fill("abc")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator(".sheet .btn-main").click()
    assert sent.value.status == 422
    expect(page.locator("[name=extra_price][aria-invalid=true]")).to_have_value("abc")
    assert [name for name in names.evaluate_all("all => all.map(each => each.value)") if name == "加项"] == ["加项"]


def silent(screen: Screen) -> None:
    """The page that asks every few seconds gets no answer while nothing changed."""
    screen.open("/desk/todo")
    with screen.page.expect_response(lambda answer: "/desk/todo/pulse" in answer.url) as asked:
        screen.page.evaluate("document.getElementById('pulse').dispatchEvent(new Event('every'))")
    assert asked.value.status == 204


def without_javascript(screen: Screen, order_id: str) -> None:
    """The same record, question and refusal with JavaScript off."""
    browser = screen.page.context.browser
    assert browser, "a screen has a browser"
    context = browser.new_context(java_script_enabled=False, storage_state=screen.page.context.storage_state())
    page = context.new_page()
    page.goto(screen.url + LIST)
    page.locator(f"[data-row='{order_id}']").click()
    expect(page.locator("#drawer")).to_be_visible()
    page.locator("#drawer a[href*='ask=cancel']").click()
    page.fill("#reason", "  ")
    page.locator("dialog .btn-main").click()
    expect(page.locator("#reason[aria-invalid=true]")).to_have_value("  ")
    page.locator("[data-keep]").click()
    page.locator("[data-close]").click()
    expect(page.locator("#drawer")).to_have_count(0)
    context.close()
