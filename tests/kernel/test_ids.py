import os
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel import clock, ids
from duban.kernel.ids import born_at, id_floor, new_id

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_999, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_of_the_standard_library():
    id = new_id()
    assert type(id) is UUID
    assert (id.version, id.variant) == (7, RFC_4122)


def test_an_id_carries_the_held_clock_to_the_millisecond():
    with clock.at(NOON):
        assert born_at(new_id()) == NOON.replace(microsecond=123_000)


def test_the_example_of_rfc_9562_appendix_a6_carries_its_published_instant():
    # 2022-02-22 14:22:22-05:00, as printed in the RFC
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    instant = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    assert born_at(example) == instant
    assert id_floor(instant) == UUID("017F22E2-79B0-7000-8000-000000000000")


def test_ten_thousand_ids_of_one_millisecond_are_strictly_increasing():
    with clock.at(NOON):
        made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_of_several_threads_never_collide():
    made: list[UUID] = []
    with clock.at(NOON):
        threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2_000))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(made) == len(set(made)) == 8_000


def test_a_time_service_putting_the_clock_back_does_not_put_ids_back():
    with clock.at(NOON):
        before = new_id()
    with clock.at(NOON - timedelta(seconds=10)):
        assert new_id() > before


def test_a_clock_held_in_the_past_gives_ids_of_that_past():
    with clock.at(NOON):
        new_id()
    with clock.at(NOON - timedelta(days=1)):
        assert born_at(new_id()).date() == (NOON - timedelta(days=1)).date()


def test_an_exhausted_millisecond_borrows_the_next(monkeypatch):
    monkeypatch.setattr(ids, "_fresh", lambda: (1 << 74) - 1)
    sequence = ids._Sequence()
    assert sequence.following(5) == (5, (1 << 74) - 1)
    assert sequence.following(5) == (6, (1 << 74) - 1)


def test_the_random_part_is_not_a_counter():
    with clock.at(NOON):
        made = [new_id().int for _ in range(20)]
    steps = {later - earlier for earlier, later in pairwise(made)}
    assert len(steps) > 15


def test_a_forked_process_starts_its_own_count():
    inherited = ids._sequence
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, b"own" if ids._sequence is not inherited else b"inherited")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 20) == b"own"


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(seconds=2), timedelta(days=1_000_000)).map(lambda age: EPOCH + age)


@given(INSTANTS)
def test_the_floor_is_not_above_any_id_of_its_instant_and_above_every_earlier_one(instant):
    with clock.at(instant):
        assert id_floor(instant) <= new_id()
    with clock.at(instant - timedelta(seconds=1)), pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "_sequence", ids._Sequence())
        assert new_id() < id_floor(instant)


@given(INSTANTS, INSTANTS)
def test_floors_sort_as_their_instants_do(one, other):
    if one <= other:
        assert id_floor(one) <= id_floor(other)
    else:
        assert id_floor(one) >= id_floor(other)


def test_an_instant_before_1970_is_refused():
    with pytest.raises(ValueError, match="1970"):
        id_floor(datetime(1969, 12, 31, tzinfo=UTC))
