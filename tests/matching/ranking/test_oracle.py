"""The index answers as the oracle does, which looks at everybody."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import ranking
from matching.ranking import Weights, Worker
from tests.matching.ranking import makers

seeds = st.integers(0, 2**32)
weights = st.builds(
    Weights,
    near=st.integers(0, 400),
    near_step_m=st.sampled_from((1, 50, 700)),
    previous=st.integers(0, 200),
    previous_most=st.integers(0, 5),
    preferred=st.integers(0, 300),
    spare=st.integers(0, 5),
    load=st.integers(0, 30),
    star=st.integers(0, 60),
    level=st.integers(0, 30),
)


def test_ten_thousand_visits_in_a_city_of_two_thousand_workers():
    random = Random(20)
    workers = [makers.someone(random, number) for number in range(2_000)]
    queries = [makers.some_visit(random, len(workers)) for _ in range(10_000)]
    told = makers.agree(makers.index(workers), workers, queries, 20)
    assert told > 50_000  # the visits are no hopeless ones


@given(seeds, weights, st.sampled_from((1, 2, 7, 40)), st.sampled_from((300, 2_000, 9_000)))
@settings(deadline=None, max_examples=60)
def test_any_weights_any_number_of_candidates_and_any_width_of_cells(seed: int, policy: Weights, k: int, cell_m: int):
    random = Random(seed)
    workers = [makers.someone(random, number) for number in range(random.choice((0, 1, 9, 150)))]
    queries = [makers.some_visit(random, 150) for _ in range(25)]
    makers.agree(makers.index(workers, policy, cell_m=cell_m), workers, queries, k)


@given(seeds)
@settings(deadline=None, max_examples=20)
def test_crowds_at_one_address_who_score_alike(seed: int):
    random = Random(seed)
    crowd = [makers.worker(number, load=random.randint(0, 1)) for number in random.sample(range(1_000), 300)]
    queries = [makers.visit(radius_m=random.choice((None, 0))) for _ in range(3)]
    makers.agree(makers.index(crowd), crowd, queries, random.choice((1, 20, 299, 300, 301)))


@given(seeds)
@settings(deadline=None, max_examples=20)
def test_the_same_answer_twice_alone_and_among_others(seed: int):
    random = Random(seed)
    workers = [makers.someone(random, number) for number in range(200)]
    queries = [makers.some_visit(random, 200) for _ in range(20)]
    ours = makers.index(workers)
    ranked = ranking.top_many(ours, queries, 9)
    for number, query in enumerate(queries):
        assert ranking.top(ours, query, 9) == ranked.of(number) == ranking.top(ours, query, 9)
    random.shuffle(workers)
    shuffled = ranking.top_many(makers.index(workers), queries, 9)
    assert [shuffled.of(number) for number in range(20)] == [ranked.of(number) for number in range(20)]


@given(seeds)
@settings(deadline=None, max_examples=20)
def test_an_explanation_agrees_with_the_list(seed: int):
    random = Random(seed)
    workers = [makers.someone(random, number) for number in range(60)]
    ours = makers.index(workers)
    for query in (makers.some_visit(random, 60) for _ in range(5)):
        told = {candidate.worker: candidate for candidate in ranking.top(ours, query, 60)}
        for worker in workers:
            explanation = ranking.explain(ours, query, worker.id)
            assert explanation.candidate == told.get(worker.id)
            assert bool(explanation.reasons) == (worker.id not in told)


def test_no_visits_have_no_answers():
    assert len(ranking.top_many(makers.index([makers.worker(1)]), [], 5).counts) == 0


def test_corners_of_the_plane_are_measured_exactly():
    far = 10_000_000
    corners: list[Worker] = [
        makers.worker(number, x=x, y=y)
        for number, (x, y) in enumerate([(far, far), (-far, far), (-far, 1 - far), (3, 4)])
    ]
    queries = [makers.visit(x=x, y=y) for x, y in [(-far, -far), (far, -far), (0, 0), (far, far)]]
    assert makers.agree(makers.index(corners), corners, queries, 4) == 16
    assert int(np.sqrt(float(8 * far * far - 1))) == 28_284_271
