"""A visit by API, from the slots to the review: the shapes of the contract, and who sees what when."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.scene import Scene, wire
from tests.makers import NOW
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.orders.terms import PART_LABELS, STAGE_LABELS, Stage
from xunjiasao.interfaces.jobs.listeners import LISTENERS
from xunjiasao.kernel.text import speaking


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


with speaking("zh-hans"):
    LABEL_OF_HER = str(PART_LABELS["worker"])
    LABELS = {stage: str(label) for stage, label in STAGE_LABELS.items()}


def steps(order: dict[str, Any]) -> list[str]:
    return [step["name"] for step in order["steps"]]


def test_a_placed_order_has_the_shape_of_the_contract(scene: Scene) -> None:
    house = scene.house
    order = scene.placed(extras=["windows"])
    worker = order["worker"]
    her = next(each for each in house.workers if str(each.id) == worker["id"])
    [told] = order.pop("timeline")
    assert told == {"name": "order.placed", "says": told["says"], "at": told["at"], "by": "居民"}
    assert her.name in told["says"] and "110" in told["says"]
    assert order == {
        "id": order["id"], "number": order["number"], "stage": "placed", "stage_label": LABELS[Stage.PLACED], "headline": order["headline"],
        "service": {"slug": "regular-cleaning", "name": "日常保洁", "icon": "broom", "category": "保洁"},
        "offering": str(house.offering.id),
        "enterprise": {"id": str(house.enterprise.id), "name": house.enterprise.name, "phone": "0792-8123456"},
        "worker": {
            "id": str(her.id), "name": her.name, "grade_label": "家政服务员三级", "rating_milli": None, "orders_done": 0,
            "trust": {"color": "green", "label": worker["trust"]["label"], "reasons": []}, "phone": None,
        },
        "resident": {"id": str(house.resident.account_id), "name": "陈晓", "phone_masked": order["resident"]["phone_masked"]},
        "address": {"full": "九江市濂溪区十里街道南山社区前进路 8 号 2 栋 301", "contact_name": "陈晓", "contact_phone": "13800000001"},
        "starts_at": "2026-11-25T10:00:00+08:00", "ends_at": "2026-11-25T12:30:00+08:00", "minutes": 150, "quantity": 2, "unit_label": "小时",
        "extras": [{"code": "windows", "name": "擦内窗"}],
        "lines": [
            {"kind": "base", "label": order["lines"][0]["label"], "amount_fen": 8_000},
            {"kind": "extra", "label": "擦内窗", "amount_fen": 3_000},
        ],
        "total_fen": 11_000, "fee_fen": 0,
        "promise": {"occupation": "家政服务员", "occupation_code": "4-10-01-06", "grade": 5, "label": "家政服务员五级以上"},
        "door_code": None, "checklist": order["checklist"], "review": None, "line": order["line"], "steps": order["steps"], "version": 1,
        "payment": None, "cancel_fee_fen": 0,
    }  # fmt: skip
    assert order["number"].startswith("XJ261124-")
    assert her.name in order["headline"]
    assert order["checklist"] and all(
        set(point) == {"key", "label", "done"} and point["done"] is False for point in order["checklist"]
    )
    assert [point["stage"] for point in order["line"]] == [
        "placed", "confirmed", "assigned", "accepted", "on_the_way", "serving", "finished", "approved",
    ]  # fmt: skip
    assert order["line"][0] == {
        "stage": "placed",
        "label": LABELS[Stage.PLACED],
        "state": "now",
        "at": order["line"][0]["at"],
        "expected_at": None,
    }
    assert {point["state"] for point in order["line"][1:]} == {"todo"}
    assert order["line"][5]["expected_at"] == order["starts_at"]
    assert steps(order) == ["reschedule", "cancel"]
    assert all(
        set(step) == {"name", "label", "blocked", "tells"} and step["blocked"] is None and step["tells"]
        for step in order["steps"]
    )


def test_a_visit_goes_from_the_slots_to_the_review(scene: Scene) -> None:
    """Everything a client does, in the order in which it does it."""
    house, ask = scene.house, f"address={scene.house.address.id}&quantity=2"
    slots = scene.resident("get", f"/offerings/{house.offering.id}/slots?{ask}&from=2026-11-25&to=2026-11-25").said
    assert slots["next"] is None
    [ten] = [slot for slot in slots["items"] if slot["starts_at"] == wire(TOMORROW_TEN)]
    assert ten == {"starts_at": "2026-11-25T10:00:00+08:00", "ends_at": "2026-11-25T12:00:00+08:00", "workers_free": 2}
    path = f"/offerings/{house.offering.id}/candidates?{ask}"
    who = scene.resident("get", f"{path}&starts_at=2026-11-25T10:00:00%2B08:00").said["items"]
    assert {each["id"] for each in who} == {str(each.id) for each in house.workers}
    assert set(who[0]) == {
        "id", "name", "grade_label", "rating_milli", "orders_done", "trust", "distance_m", "score", "reasons", "blocked",
    }  # fmt: skip
    assert who[0]["reasons"] and who[0]["blocked"] is None
    order = scene.placed(worker=who[1]["id"])
    assert (order["stage"], order["worker"]["id"]) == ("placed", who[1]["id"])
    assert steps(scene.get(scene.desk, order)) == ["confirm", "reschedule", "cancel"]
    her = scene.her(order)
    assert her("get", f"/orders/{order['id']}").status_code == 404, "not hers before she is assigned"
    assert scene.taken(scene.desk, order, "confirm")["stage"] == "confirmed"
    told = scene.desk("get", f"/orders/{order['id']}/candidates").said["items"]
    assert {each["id"]: each["blocked"] for each in told} == {str(each.id): None for each in house.workers}
    assert scene.taken(scene.desk, order, "assign", worker=who[1]["id"])["stage"] == "assigned"
    [offer] = her("get", "/orders?as=worker&stage=assigned").said["items"]
    assert offer["id"] == order["id"] and steps(offer) == ["accept", "decline"]
    assert offer["address"] == {"full": "九江市濂溪区十里街道南山社区", "contact_name": "陈", "contact_phone": ""}
    assert offer["resident"]["name"] == "陈*"
    accepted = scene.taken(her, order, "accept")
    assert (accepted["stage"], accepted["address"]["contact_phone"]) == ("accepted", "13800000001")
    assert accepted["door_code"] is None
    seen = scene.get(scene.resident, order)
    assert seen["worker"]["phone"] and seen["headline"].startswith("约好")
    scene.at(TOMORROW_TEN - timedelta(minutes=20))
    assert scene.taken(her, order, "depart")["stage"] == "on_the_way"
    code = scene.get(scene.resident, order)["door_code"]
    assert len(code) == 4 and code.isdigit()
    scene.at(TOMORROW_TEN)
    arrived = scene.taken(her, order, "arrive", code=code)
    assert arrived["stage"] == "serving"
    assert scene.get(scene.resident, order)["door_code"] is None
    scene.at(TOMORROW_TEN + timedelta(hours=2))
    done = scene.taken(her, order, "finish", checklist=[point["key"] for point in arrived["checklist"][:-1]])
    assert [point["done"] for point in done["checklist"]] == [True] * (len(done["checklist"]) - 1) + [False]
    assert scene.taken(scene.resident, order, "approve")["stage"] == "approved"
    reviewed = scene.taken(scene.resident, order, "review", safe=5, cared=4, at_ease=5, text="很好")
    assert reviewed["review"] == {"safe": 5, "cared": 4, "at_ease": 5, "text": "很好", "at": reviewed["review"]["at"]}
    assert reviewed["steps"] == []
    names = [each["name"] for each in reviewed["timeline"]]
    assert names == [
        f"order.{name}"
        for name in (
            "placed",
            "confirmed",
            "assigned",
            "accepted",
            "departed",
            "arrived",
            "finished",
            "approved",
            "reviewed",
        )
    ]
    assert [each["by"] for each in reviewed["timeline"]] == [
        "居民",
        "企业",
        "企业",
        LABEL_OF_HER,
        LABEL_OF_HER,
        LABEL_OF_HER,
        LABEL_OF_HER,
        "居民",
        "居民",
    ]
    assert {point["state"] for point in reviewed["line"]} == {"done"}
    assert reviewed["version"] == 9


def test_the_inboxes_tell_each_part_what_concerns_her(scene: Scene) -> None:
    order = scene.accepted()
    assert scene.resident("get", "/notices").said["unread"] == 0
    while journal.deliver_next(listeners=LISTENERS, now=NOW + timedelta(minutes=1)):
        pass
    inbox = scene.resident("get", "/notices").said
    assert inbox["unread"] == 3 and len(inbox["items"]) == 3
    assert set(inbox["items"][0]) == {"id", "says", "about", "at", "read_at"}
    about = {"kind": "order", "id": order["id"], "title": "日常保洁 · 明天 10:00", "may_open": True}
    assert inbox["items"][0]["about"] == about
    assert order["worker"]["name"] in inbox["items"][0]["says"]
    first = scene.resident("get", "/notices?limit=1").said
    second = scene.resident("get", f"/notices?limit=1&cursor={first['next']}").said
    assert [first["items"][0], second["items"][0]] == inbox["items"][:2]
    assert scene.resident("post", "/notices/read", {"ids": [inbox["items"][0]["id"], "nothing"]}).status_code == 204
    assert scene.resident("get", "/notices").said["unread"] == 2
    assert (
        scene.her(order)("post", "/notices/read", {"ids": [each["id"] for each in inbox["items"]]}).status_code == 204
    )
    assert scene.resident("get", "/notices").said["unread"] == 2, "nobody reads another's notices"
    assert scene.resident("post", "/notices/read", {}).status_code == 204
    assert scene.resident("get", "/notices").said["unread"] == 0


def test_the_languages_differ_in_their_sentences_only(scene: Scene) -> None:
    order = scene.assigned(extras=["windows"])
    chinese = scene.get(scene.resident, order)
    english = scene.get(scene.speaking("en"), order)
    assert (english["stage_label"], english["unit_label"], english["service"]["name"]) == (
        "Worker assigned",
        "hour",
        "Regular cleaning",
    )
    assert english["lines"][1]["label"] == "Inside of windows"
    assert english["timeline"][1]["says"].endswith(" confirmed")
    assert [step["label"] for step in english["steps"]] == ["Change the time", "Cancel the order"]
    assert english["promise"]["label"] == "Domestic helper, Level 5 or better"
    says = {
        "stage_label", "headline", "unit_label", "label", "says", "by", "name", "category", "tells", "occupation", "grade_label", "reasons",
        "key_label", "full",
    }  # fmt: skip

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(each) for key, each in value.items() if key not in says}
        return [bare(each) for each in value] if isinstance(value, list) else value

    assert bare(english) == bare(chinese)
    for answer in (chinese, english):
        assert "{" not in str([answer["headline"], [each["says"] for each in answer["timeline"]]])
    other = scene.speaking("fr")("get", f"/orders/{order['id']}")
    assert (other.headers["Content-Language"], other.said["stage_label"]) == ("zh-hans", chinese["stage_label"])


def test_an_order_that_did_not_change_is_304(scene: Scene) -> None:
    order = scene.accepted()
    first = scene.resident("get", f"/orders/{order['id']}")
    tag = first.headers["ETag"]
    again = scene.resident("get", f"/orders/{order['id']}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert (
        scene.resident("get", f"/orders/{order['id']}", headers={"If-None-Match": f'W/"x", {tag}'}).status_code == 304
    )
    assert scene.resident("get", f"/orders/{order['id']}", headers={"If-None-Match": '"another"'}).status_code == 200
    assert scene.speaking("en")("get", f"/orders/{order['id']}", headers={"If-None-Match": tag}).status_code == 200
    assert scene.her(order)("get", f"/orders/{order['id']}", headers={"If-None-Match": tag}).status_code == 200
    assert scene.stranger("get", f"/orders/{order['id']}", headers={"If-None-Match": tag}).status_code == 404
    scene.taken(scene.resident, order, "cancel", reason="")
    after = scene.resident("get", f"/orders/{order['id']}", headers={"If-None-Match": tag})
    assert after.status_code == 200 and after.headers["ETag"] != tag


def test_what_a_step_costs_is_told_before_and_then_charged(scene: Scene) -> None:
    order = scene.accepted()
    scene.at(TOMORROW_TEN - timedelta(hours=1))
    [told] = [step["tells"] for step in scene.get(scene.resident, order)["steps"] if step["name"] == "cancel"]
    assert f"24 元，全部给{order['worker']['name']}" in told
    gone = scene.taken(scene.resident, order, "cancel", reason="家里有事")
    assert (gone["stage"], gone["fee_fen"], gone["total_fen"]) == ("cancelled", 2_400, 8_000)
    assert [point["state"] for point in gone["line"]][-1] == "bad"
    assert "家里有事" not in str(gone["timeline"])


def test_moving_is_shown_before_it_is_done(scene: Scene) -> None:
    order = scene.accepted()
    saturday = TOMORROW_TEN + timedelta(days=3)
    path = f"/orders/{order['id']}/reschedule"
    shown = scene.resident("get", f"{path}?starts_at={wire(saturday).replace('+', '%2B')}").said
    assert set(shown) == {"total_fen", "fee_fen", "tells"}
    assert (shown["total_fen"], shown["fee_fen"]) == (8_800, 0)
    assert "88" in shown["tells"] and "80" in shown["tells"]
    refused = scene.step(scene.resident, order, "reschedule", starts_at=wire(saturday))
    assert (refused.status_code, refused.said["code"], refused.said["total_fen"]) == (409, "price_changed", 8_800)
    moved = scene.taken(scene.resident, order, "reschedule", starts_at=wire(saturday), total_fen=8_800)
    assert (moved["starts_at"], moved["total_fen"], moved["stage"]) == (wire(saturday), 8_800, "assigned")
    assert scene.get(scene.her(order), order)["steps"][0]["name"] == "accept"


def test_steps_offered_are_steps_accepted_and_no_others(scene: Scene) -> None:
    """At every stage, for every part: what `steps` names goes through, everything else is refused and changes nothing."""
    every = {
        "confirm": {}, "assign": {"worker": str(scene.house.workers[0].id)}, "accept": {}, "decline": {}, "depart": {},
        "arrive": {"code": "0000"}, "finish": {"checklist": []}, "approve": {}, "review": {"safe": 5, "cared": 5, "at_ease": 5},
        "cancel": {"reason": ""}, "reschedule": {"starts_at": wire(TOMORROW_TEN + timedelta(hours=5))},
    }  # fmt: skip
    stages = (scene.placed, scene.assigned, scene.accepted, scene.on_the_way, scene.serving, scene.finished)
    for reach in stages:
        scene.at(NOW)
        order = reach()
        callers = {"resident": scene.resident, "desk": scene.desk}
        if order["stage"] not in {"placed"}:
            callers["worker"] = scene.her(order)
        for part, caller in callers.items():
            before = scene.get(caller, order)
            offered = set(steps(before))
            for name in every.keys() - offered:
                refused = scene.step(caller, order, name, **every[name])
                assert refused.status_code in {403, 409}, (part, order["stage"], name, refused.said)
                assert refused.said["code"] in {"step_not_open", "step_not_yours", "forbidden"}, (
                    part,
                    order["stage"],
                    name,
                )
            assert scene.get(caller, order) == before, (part, order["stage"])
        if order["stage"] == "finished":
            continue
        scene.at(NOW)
        if "cancel" in steps(scene.get(scene.resident, order)):
            scene.taken(scene.resident, order, "cancel", reason="")
        else:
            scene.at(TOMORROW_TEN + timedelta(hours=2))
            scene.taken(scene.her(order), order, "finish", checklist=[])
