"""Draws plans as SVG: `routes_svg` where everybody goes, `gantt_svg` when.

The same plan gives the same bytes. There are no styles but attributes, so that a page with a strict content policy
may hold the pictures. Colours mean what they mean in the house: green acts, ochre is late, a lit window is a home.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.routing import judge
from matching.routing.plan import Plan, Route, Stop
from matching.routing.problem import Plane, Problem

GROUND, CARD, MIST, SHIFT, LINE, EDGE = "#f4f3ee", "#fff", "#dcebe6", "#edf4f1", "#d9ddd5", "#7d8a87"
INK, SOFT, DEEP, RIVER, LATE, LAMP = "#1c2b30", "#4e5d61", "#14505a", "#2e7f7d", "#ad6c00", "#f6c453"
SANS = "PingFang SC,HarmonyOS Sans SC,MiSans,Microsoft YaHei,Noto Sans CJK SC,Noto Sans SC,sans-serif"
EDGE_PX, PAD_PX, HEAD_PX, FOOT_PX, KEY_PX = 32, 36, 96, 64, 216
NAME_PX, NAME_HIGH_PX = 112, 44
HATCH = (
    '<pattern id="gantt-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M0 0v6" stroke="{EDGE}" stroke-width="1.6"/></pattern>'
)
FEW = 16
"""So many carers are named beside the map."""

Spot = tuple[float, float]


def routes_svg(problem: Problem, plan: Plan, *, points: NDArray[Any] | None = None, side: int = 880) -> str:
    """Draw the ways over the places, north up: a hue a carer, homes as houses, a ring where two carers meet.

    :param points: rows (x, y) for a problem whose travel is a matrix
    :param side: width of the map itself, in pixels, and its greatest height
    """
    if points is None:
        if not isinstance(problem.travel, Plane):
            raise ValueError("a matrix doesn't say where places are: pass points")
        points = problem.travel.points
    spots, high = _fitted(np.asarray(points, dtype=np.float64), side)
    used = [route for route in plan.routes if route.stops]
    few = len(used) <= FEW
    body = [
        _tag("rect", x=EDGE_PX, y=HEAD_PX, width=side, height=high, rx=20, fill=CARD),
        *(_way(problem, route, spots, few) for route in used),
        *_doors(problem, used, spots, few),
        *(
            _missed(problem.visits[each.visit].id, each.reason, spots[problem.visits[each.visit].place])
            for each in plan.unserved
        ),
        *_homes(problem, used, spots, few),
        *(_names(problem, used, EDGE_PX + side + 24) if few else []),
        *_legend(HEAD_PX + high + 36, _map_keys(problem, plan)),
    ]
    wide = side + 2 * EDGE_PX + (KEY_PX if few else 0)
    tall = max(high, NAME_HIGH_PX * len(used) if few else 0)
    return _page("routes", problem, plan, wide, HEAD_PX + tall + FOOT_PX, body)


def gantt_svg(problem: Problem, plan: Plan, *, hour: int = 3600, width: int = 1280) -> str:
    """Draw the day, a row a carer: thin on the way, blank while waiting, solid at work, hatched at rest.

    :param hour: how many units of time an hour has
    :param width: of the picture, in pixels
    """
    axis = _Axis(problem, plan, hour, width)
    tall = 40 if len(plan.routes) <= 2 * FEW else 26
    first = HEAD_PX + 44
    rows = [first + number * tall for number in range(len(plan.routes))]
    last = first + len(rows) * tall
    body = [
        _tag("rect", x=EDGE_PX, y=HEAD_PX, width=width - 2 * EDGE_PX, height=last - HEAD_PX + 16, rx=20, fill=CARD),
        *(_shift(problem, route, axis, y, tall) for route, y in zip(plan.routes, rows, strict=True)),
        *axis.hours(first, last),
        *_meetings(problem, plan, axis, rows, tall),
        *(_day(problem, route, axis, y, tall) for route, y in zip(plan.routes, rows, strict=True)),
        *_legend(last + 52, _gantt_keys(problem, plan)),
    ]
    return _page("gantt", problem, plan, width, last + 16 + FOOT_PX, [HATCH, *body])


class _Axis:
    """Turns times into pixels: whole hours around everything that happens."""

    def __init__(self, problem: Problem, plan: Plan, hour: int, width: int) -> None:
        used = [route for route in plan.routes if route.stops]
        opens = min((_sets_off(problem, route) for route in used), default=0)
        closes = max((max(route.back_at, route.stops[-1].end) for route in used), default=opens)
        self.hour = hour
        self.opens = opens // hour * hour
        self.closes = max(-(-closes // hour) * hour, self.opens + hour)
        self.left, self.right = EDGE_PX + NAME_PX, width - EDGE_PX - 24

    def x(self, time: int) -> float:
        inside = min(max(time, self.opens), self.closes)
        return self.left + (self.right - self.left) * (inside - self.opens) / (self.closes - self.opens)

    def clock(self, time: int) -> str:
        return f"{time // self.hour}:{time % self.hour * 60 // self.hour:02d}"

    def minutes(self, time: int) -> int:
        return -(-time * 60 // self.hour)

    def hours(self, first: float, last: float) -> Iterator[str]:
        step = max(1, -(-(self.closes - self.opens) // self.hour * 64 // (self.right - self.left)))
        for number, time in enumerate(range(self.opens, self.closes + 1, self.hour)):
            yield _tag("path", d=f"M{_n(self.x(time))} {_n(first - 8)}V{_n(last)}", stroke=LINE)
            if number % step == 0:
                yield _text(self.clock(time), self.x(time), first - 18, fill=SOFT, text_anchor="middle")


def _sets_off(problem: Problem, route: Route) -> int:
    """Tell when she leaves for her first visit, if she leaves as late as her arrival allows."""
    carer, stop = problem.carers[route.carer], route.stops[0]
    leaves = stop.arrive - judge.time(problem.travel, carer, carer.start, problem.visits[stop.visit].place)
    rest = carer.rest.duration if carer.rest else 0
    on_the_way = route.rest_at is not None and leaves < route.rest_at + rest and route.rest_at < stop.arrive
    return leaves - rest if on_the_way else leaves


def _shift(problem: Problem, route: Route, axis: _Axis, y: float, tall: int) -> str:
    """Write the name, and draw the shift as far as the axis goes."""
    carer = problem.carers[route.carer]
    left, right = axis.x(carer.shift[0]), axis.x(carer.shift[1])
    band = _tag("rect", x=left, y=y + 3, width=right - left, height=tall - 6, rx=6, fill=SHIFT)
    rule = _tag("path", d=f"M{EDGE_PX} {_n(y + tall)}H{_n(axis.right + 24)}", stroke=LINE)
    name = _text(_short(carer.id, 11), EDGE_PX + 16, y + tall / 2 + 5, font_weight=600 if route.stops else 400)
    return band + rule + name


def _day(problem: Problem, route: Route, axis: _Axis, y: float, tall: int) -> str:
    if not route.stops:
        return _text("Stays at home", axis.left + 12, y + tall / 2 + 5, fill=SOFT)
    carer, middle = problem.carers[route.carer], y + tall / 2
    ways = [(_sets_off(problem, route), route.stops[0].arrive)]
    ways += [(before.end, after.arrive) for before, after in pairwise(route.stops)]
    ways += [(route.stops[-1].end, route.back_at)] if carer.end is not None else []
    drawn = [
        _line(f"M{_n(axis.x(leaves))} {_n(middle)}H{_n(axis.x(there))}", RIVER, 2)
        for leaves, there in ways
        if there > leaves
    ]
    if carer.rest is not None and route.rest_at is not None:
        says = f"Break, {axis.clock(route.rest_at)} to {axis.clock(route.rest_at + carer.rest.duration)}"
        box = _box(axis, route.rest_at, route.rest_at + carer.rest.duration, middle, tall - 20)
        drawn.append(_tag("rect", _said(says), **box, rx=4, fill=CARD))
        drawn.append(_tag("rect", **box, rx=4, fill="url(#gantt-hatch)", stroke=EDGE, pointer_events="none"))
    return "".join([*drawn, *(_service(problem, stop, axis, middle, tall) for stop in route.stops)])


def _service(problem: Problem, stop: Stop, axis: _Axis, middle: float, tall: int) -> str:
    visit = problem.visits[stop.visit]
    late = max(0, stop.start - visit.window[1])
    double = len(visit.parts) == 2
    says = f"Visit {visit.id}, {axis.clock(stop.start)} to {axis.clock(stop.end)}"
    says += f", part {stop.part + 1} of 2" if double else ""
    says += f", {axis.minutes(late)} min late" if late else ""
    box = _box(axis, stop.start, stop.end, middle, tall - 14)
    drawn = _tag("rect", _said(says), **box, rx=min(5, tall // 7), fill=DEEP if double else RIVER, stroke=CARD)
    if late:
        closed, bottom = axis.x(visit.window[1]), middle + tall / 2 - 3.5
        drawn += _line(f"M{_n(closed)} {_n(bottom - 4)}v4H{_n(box['x'])}", LATE, 2.5)
        drawn += _tag("rect", x=box["x"], y=box["y"], width=6, height=box["height"], rx=3, fill=LAMP)
    label = f"{visit.id} +{axis.minutes(late)}" if late else visit.id
    if tall >= 40 and box["width"] >= 9 * len(label) + 14:
        drawn += _text(label, box["x"] + (12 if late else 8), middle + 5, fill=CARD, pointer_events="none")
    return drawn


def _meetings(problem: Problem, plan: Plan, axis: _Axis, rows: list[int], tall: int) -> Iterator[str]:
    """Join the two parts of a visit across the rows."""
    ends: dict[int, list[Spot]] = {}
    for route, top in zip(plan.routes, rows, strict=True):
        for stop in route.stops:
            if len(problem.visits[stop.visit].parts) == 2:
                ends.setdefault(stop.visit, []).append((axis.x(stop.start) + 3, top + tall / 2))
    for (x, y), *others in ends.values():
        for to_x, to_y in others:
            halfway = _n((y + to_y) / 2)
            bend = f"C{_n(x)} {halfway} {_n(to_x)} {halfway} {_n(to_x)} {_n(to_y)}"
            yield _line(f"M{_n(x)} {_n(y)}{bend}", DEEP, 1.5, stroke_dasharray="1 5")


def _box(axis: _Axis, start: int, end: int, middle: float, height: float) -> dict[str, Any]:
    left, right = axis.x(start), axis.x(end)
    return {"x": left, "y": middle - height / 2, "width": max(right - left, 1.5), "height": height}


def _fitted(points: NDArray[np.float64], side: int) -> tuple[list[Spot], int]:
    """Fit places into the map, north up and not stretched; tell how high the map is."""
    if not len(points):
        return [], side // 2
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (side - 2 * PAD_PX) / (float((high - low).max()) or 1.0)
    tall = max(round(float((high - low)[1]) * scale) + 2 * PAD_PX, side // 2)
    x = EDGE_PX + side / 2 + (points[:, 0] - (low + high)[0] / 2) * scale
    y = HEAD_PX + tall / 2 - (points[:, 1] - (low + high)[1] / 2) * scale
    return list(zip(x.tolist(), y.tolist(), strict=True)), tall


def _way(problem: Problem, route: Route, spots: list[Spot], few: bool) -> str:
    """Draw her ways: solid from visit to visit, broken from home and back."""
    carer, colour = problem.carers[route.carer], _hue(route.carer)
    doors = [spots[problem.visits[stop.visit].place] for stop in route.stops]
    homes = [(spots[carer.start], doors[0])] + ([] if carer.end is None else [(doors[-1], spots[carer.end])])
    wide = 2.5 if few else 1.4
    broken = "".join(f"M{_at(here)}L{_at(there)}" for here, there in homes)
    drawn = _line(broken, colour, wide * 0.6, stroke_dasharray="1 5" if few else "1 3")
    if len(doors) > 1:
        drawn += _line("M" + "L".join(map(_at, doors)), colour, wide)
    if few:
        stops = [spots[carer.start], *doors, *([] if carer.end is None else [spots[carer.end]])]
        drawn += _tag("path", d="".join(_arrow(here, there) for here, there in pairwise(stops)), fill=colour)
    return _tag("g", _said(f"{carer.id}: {_count(len(route.stops), 'stop')}") + drawn)


def _arrow(here: Spot, there: Spot) -> str:
    """Point the way in its middle, if it is long enough to hold the point."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    if (far := hypot(dx, dy)) < 48:
        return ""
    x, y, dx, dy = here[0] + dx * 0.55, here[1] + dy * 0.55, 5 * dx / far, 5 * dy / far
    sides = [(x - dx - dy, y - dy + dx), (x - dx + dy, y - dy - dx)]
    return f"M{_at((x + dx, y + dy))}L{_at(sides[0])}L{_at(sides[1])}z"


def _doors(problem: Problem, used: Iterable[Route], spots: list[Spot], few: bool) -> Iterator[str]:
    """Draw a dot a visit, halved and ringed where two carers come."""
    comers: dict[int, list[int]] = {}
    for route in used:
        for stop in route.stops:
            comers.setdefault(stop.visit, []).append(route.carer)
    for number, carers in sorted(comers.items()):
        (x, y), size = spots[problem.visits[number].place], 5.5 if few else 2.6
        dot = _tag("circle", cx=x, cy=y, r=size, fill=_hue(carers[0]), stroke=CARD)
        if len(carers) > 1:
            half = f"M{_n(x)} {_n(y - size)}a{size} {size} 0 0 1 0 {2 * size}z"
            dot += _tag("path", d=half, fill=_hue(carers[1]))
            dot += _tag("circle", cx=x, cy=y, r=size + 2.5, fill="none", stroke=INK, stroke_width=1.2 if few else 0.8)
        yield _tag("g", _said(f"Visit {problem.visits[number].id}") + dot)


def _missed(name: str, reason: str, spot: Spot) -> str:
    return _tag("g", _said(f"Visit {name} is unserved: {reason}") + _cross(*spot))


def _cross(x: float, y: float) -> str:
    ring = _tag("circle", cx=x, cy=y, r=7, fill=CARD, stroke=LATE, stroke_width=2)
    return ring + _line(f"M{_n(x - 3)} {_n(y - 3)}l6 6m0-6l-6 6", LATE, 2)


def _homes(problem: Problem, used: Iterable[Route], spots: list[Spot], few: bool) -> Iterator[str]:
    """Draw a house for every place where days start or end: in her hue, or dark where several do."""
    homes: dict[int, set[int]] = {}
    for route in used:
        for place in (problem.carers[route.carer].start, problem.carers[route.carer].end):
            if place is not None:
                homes.setdefault(place, set()).add(route.carer)
    for place, carers in sorted(homes.items()):
        many = len(carers) > 1
        yield _house(*spots[place], 13 if many else 9 if few else 5, DEEP if many else _hue(min(carers)))


def _house(x: float, y: float, size: float, colour: str) -> str:
    roof = f"M{_n(x - size)} {_n(y)}L{_n(x)} {_n(y - size)}L{_n(x + size)} {_n(y)}"
    walls = f"H{_n(x + size * 0.7)}V{_n(y + size * 0.8)}H{_n(x - size * 0.7)}V{_n(y)}z"
    window = _tag("rect", x=x - size * 0.22, y=y - size * 0.1, width=size * 0.44, height=size * 0.44, fill=LAMP)
    return _tag("path", d=roof + walls, fill=colour, stroke=CARD, stroke_width=1.2) + window


def _names(problem: Problem, used: Iterable[Route], left: float) -> Iterator[str]:
    for number, route in enumerate(used):
        y: float = HEAD_PX + 24 + number * NAME_HIGH_PX
        yield _line(f"M{_n(left)} {_n(y - 5)}h20", _hue(route.carer), 4)
        yield _text(_short(problem.carers[route.carer].id, 18), left + 32, y, font_weight=600)
        yield _text(_count(len(route.stops), "stop"), left + 32, y + 19, fill=SOFT)


def _map_keys(problem: Problem, plan: Plan) -> Iterator[tuple[str, str]]:
    yield _house(8, 0, 8, DEEP), "Home"
    yield _tag("circle", cx=8, cy=0, r=5, fill=RIVER), "Visit"
    if any(len(visit.parts) == 2 for visit in problem.visits):
        ring = _tag("circle", cx=8, cy=0, r=8, fill="none", stroke=INK, stroke_width=1.2)
        yield _tag("circle", cx=8, cy=0, r=4.5, fill=RIVER) + ring, "Visit of two carers"
    yield _line("M0 0h20", RIVER, 2, stroke_dasharray="1 5"), "From and to home"
    if plan.unserved:
        yield _cross(8, 0), "Unserved"


def _gantt_keys(problem: Problem, plan: Plan) -> Iterator[tuple[str, str]]:
    box: dict[str, Any] = {"x": 0, "y": -7, "width": 20, "height": 14, "rx": 4}
    yield _tag("rect", **box, fill=RIVER), "At work"
    if any(len(visit.parts) == 2 for visit in problem.visits):
        yield _tag("rect", **box, fill=DEEP), "Two carers"
    yield _line("M0 0h20", RIVER, 2), "On the way"
    if any(carer.rest for carer in problem.carers):
        yield _tag("rect", **box, fill="url(#gantt-hatch)", stroke=EDGE), "Break"
    if plan.cost.lateness:
        yield _line("M1-4v4H20", LATE, 2.5), "Late, from the end of the window"
    yield _tag("rect", **box, fill=SHIFT, stroke=LINE), "Shift"


def _legend(y: float, keys: Iterable[tuple[str, str]]) -> Iterator[str]:
    x = float(EDGE_PX)
    for mark, word in keys:
        yield _tag("g", mark, transform=f"translate({_n(x)} {_n(y)})") + _text(word, x + 28, y + 5, fill=SOFT)
        x += 28 + 7.3 * len(word) + 28


def _page(kind: str, problem: Problem, plan: Plan, width: int, height: float, body: Iterable[str]) -> str:
    """Put a picture under the sentence that says how things stand."""
    served, left = len(problem.visits) - len(plan.unserved), len(plan.unserved)
    out = _count(sum(bool(route.stops) for route in plan.routes), "carer")
    stands = f"{out} for {_count(served, 'visit')}" + (f", {left:,} unserved" if left else ", everyone served")
    weighs = {**vars(problem.weights), "total": 1}
    costs = [(name.replace("_max", " at most"), n) for name, n in vars(plan.cost).items() if n and weighs[name]]
    detail = " · ".join([problem.name] * bool(problem.name) + [f"{name} {value:,}" for name, value in costs])
    frame = {"width": width, "height": _n(height), "viewBox": f"0 0 {width} {_n(height)}", "font_family": SANS}
    content = [
        _tag("title", escape(stands), id=f"{kind}-title"),
        _tag("desc", escape(detail), id=f"{kind}-desc"),
        _tag("rect", width=width, height=height, fill=GROUND),
        _text(stands, EDGE_PX, 46, font_size=24, font_weight=700),
        _text(detail, EDGE_PX, 74, fill=SOFT),
        *body,
    ]
    spoken = {"role": "img", "aria_labelledby": f"{kind}-title {kind}-desc"}
    return _tag("svg", "".join(content), xmlns="http://www.w3.org/2000/svg", **spoken, **frame, font_size=15, fill=INK)


def _hue(number: int) -> str:
    """Give a carer a colour: equally dark and quiet for all (OKLCH), neighbours far apart by the golden angle."""
    angle = number * pi * (3 - 5**0.5)
    light, strong = (0.52, 0.58, 0.46)[number % 3], 0.11
    a, b = strong * cos(angle), strong * sin(angle)
    cone = [
        (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    rows = [
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    ]
    linear = [min(max(sum(k * c for k, c in zip(row, cone, strict=True)), 0.0), 1.0) for row in rows]
    return "#" + "".join(
        f"{round(255 * (12.92 * c if c < 0.0031 else 1.055 * c ** (1 / 2.4) - 0.055)):02x}" for c in linear
    )


def _tag(tag: str, content: str = "", **attributes: Any) -> str:
    said = "".join(
        f' {name.replace("_", "-") if name != "viewBox" else name}="{_n(value) if isinstance(value, float) else value}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def _line(path: str, colour: str, wide: float, **attributes: Any) -> str:
    round_ended = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
    return _tag("path", d=path, stroke=colour, stroke_width=wide, **round_ended, **attributes)


def _text(words: str, x: float, y: float, **attributes: Any) -> str:
    return _tag("text", escape(words), x=float(x), y=float(y), **attributes)


def _said(words: str) -> str:
    return _tag("title", escape(words))


def _n(number: float) -> str:
    """Write a measure to a tenth of a pixel."""
    return f"{number:.1f}".removesuffix(".0")


def _at(spot: Spot) -> str:
    return f"{_n(spot[0])} {_n(spot[1])}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
