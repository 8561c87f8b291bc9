"""Make the city that storms and crashes fall upon, in the database that the environment names, and tell of it as JSON.

    python -m tests.storm.prepare <residents> <workers>

Run as a process of its own with a server's environment; everything is made at the tests' fixed instant.
"""

import json
import sys

import django

RESIDENTS_AN_ADDRESS = 20
"""From one network address only so many codes are sent in an hour."""


def main(residents: int, workers: int) -> None:
    django.setup()
    from django.db import transaction

    from xunjiasao.domains.catalogue import actions as catalogue
    from xunjiasao.domains.places import actions as places

    with transaction.atomic():  # one commit for everything: the actions inside join it
        places.load_divisions()
        places.load_holidays()
        catalogue.load_standards()
        told = _city(residents, workers)
    print(json.dumps(told))


def _city(residents: int, workers: int) -> dict[str, object]:
    from tests import makers
    from tests.domains.orders import makers as orders
    from xunjiasao.domains.people import queries as people

    house = orders.house(workers=workers)
    desk = _desk(house.enterprise.id)
    families = []
    for number in range(residents):
        family = makers.person(name=f"陈{number}")
        home = makers.address(family, detail=f"前进路 {number + 1} 号")
        families.append({"token": _token(family, number), "address": str(home.id), "account": str(family.account_id)})
    hers = [
        {"id": str(each.id), "token": _token(her, residents + number)}
        for number, (each, her) in enumerate(zip(house.workers, house.them, strict=True))
    ]
    assert people.account(house.desk.who)
    return {"offering": str(house.offering.id), "desk": desk, "residents": families, "workers": hers}


def _token(who: "object", number: int) -> str:
    """Sign somebody in by code, from one of many network addresses."""
    from tests.domains.people import makers as people_makers
    from tests.makers import NOW
    from xunjiasao.domains.people import actions, queries

    address = f"10.0.0.{number // RESIDENTS_AN_ADDRESS}"
    phone = queries.phone_of(queries.account(who.who))  # type: ignore[attr-defined]  # an Actor; Django isn't set up when this file is read
    code = people_makers.code(phone, address=address)
    return actions.sign_in_by_code(phone=phone, code=code, device="", address=address, now=NOW).token


def _desk(enterprise_id: "object") -> str:
    from tests.domains.people import makers as people_makers
    from tests.makers import NOW
    from xunjiasao.domains.people import actions
    from xunjiasao.domains.people.terms import Role

    staff = people_makers.staff(Role.ENTERPRISE, organization_id=enterprise_id)  # type: ignore[arg-type]  # as above
    signed = actions.sign_in_by_password(
        phone=staff.phone, password=people_makers.PASSWORD, otp=staff.otp(NOW), now=NOW, **people_makers.HERE
    )
    return signed.token


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
