from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, ConnectorError, RateLimited
from connectors.page import Check, Cursor, Page, Record
from pipelines import source_state
from pipelines.extract import Extraction
from pipelines.land import CursorStore
from pipelines.var_folder import VarFolder

UNTIL = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


class Numbers:
    """Counts: a page a number, from the cursor on. `trouble` maps a number to what is raised, once, instead of it."""

    daily = frozenset({"numbers"})

    def __init__(
        self, upto: int, trouble: Mapping[int, Exception] | None = None, streams: str = "numbers"
    ) -> None:
        self.upto, self.trouble, self.streams = upto, dict(trouble or {}), tuple(streams.split())

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        for number in range(cursor.get("next", 0), self.upto):
            if number in self.trouble:
                raise self.trouble.pop(number)
            yield Page(stream, [Record(str(number), number)], {"next": number + 1})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        yield Page(stream, [Record(day.isoformat(), day.isoformat())], {})

    def check(self) -> Iterator[Check]:
        return iter(())


@pytest.fixture
def extraction(var: VarFolder, clock: Any) -> Callable[..., Extraction]:
    def build(
        *, max_wait: timedelta = timedelta(minutes=15), full: bool = False, **sources: Numbers
    ) -> Extraction:
        return Extraction(
            var, sources, until=UNTIL, full=full, now=clock.now, sleep=clock.sleep, max_wait=max_wait
        )

    return build


def test_records_and_readings_bear_the_instant_of_their_own_clock_and_waits_that_of_the_wall(
    var: VarFolder, clock: Any
) -> None:
    limit = RateLimited(clock.now() + timedelta(seconds=30))
    reading = Extraction(
        var,
        {"shop": Numbers(3, {1: limit})},
        until=UNTIL,
        now=clock.now,
        sleep=clock.sleep,
        stamp=lambda: UNTIL,
    )
    reading.fetch("shop", "numbers")
    state = source_state.load(var, "shop")

    assert reading.failures == {}
    assert state.last_success_at == state.read_until == "2026-11-21T05:00:00.000000Z"
    assert all(one.name.startswith("20261121T050000") for one in (var.raw / "shop" / "numbers").iterdir())


def test_a_stream_is_read_to_its_end_and_the_next_pass_goes_on_from_there(
    var: VarFolder, extraction: Callable[..., Extraction]
) -> None:
    extraction(shop=Numbers(3)).fetch("shop", "numbers")
    outcome = extraction(shop=Numbers(5)).fetch("shop", "numbers")

    assert outcome.records == {"numbers": 2}
    assert CursorStore(var, "shop").load("numbers") == {"next": 5}


def test_a_full_pass_begins_at_the_start(extraction: Callable[..., Extraction]) -> None:
    extraction(shop=Numbers(3)).fetch("shop", "numbers")

    assert extraction(full=True, shop=Numbers(5)).fetch("shop", "numbers").total == 5


def test_a_short_rate_limit_is_waited_out_and_nothing_is_fetched_twice(
    extraction: Callable[..., Extraction], clock: Any
) -> None:
    limited = Numbers(4, {2: RateLimited(clock.instant + timedelta(seconds=90))})

    outcome = extraction(shop=limited).fetch("shop", "numbers")

    assert clock.slept == [90.0]
    assert outcome.error is None
    assert outcome.total == 4


def test_waits_add_up_to_a_limit_beyond_which_the_source_has_failed(
    var: VarFolder, extraction: Callable[..., Extraction], clock: Any
) -> None:
    ten, twenty = clock.instant + timedelta(minutes=10), clock.instant + timedelta(minutes=20)
    limited = Numbers(4, {1: RateLimited(ten), 3: RateLimited(twenty)})

    outcome = extraction(shop=limited).fetch("shop", "numbers")

    assert clock.slept == [600.0]
    assert outcome.error == "the platform asks to wait until 2026-11-21T05:20:00+00:00"
    assert outcome.records == {"numbers": 3}
    assert CursorStore(var, "shop").load("numbers") == {"next": 3}


def test_one_source_failing_does_not_stop_the_others(extraction: Callable[..., Extraction]) -> None:
    both = extraction(bad=Numbers(3, {1: AccessDenied("token expired;\n renew it")}), good=Numbers(2))

    both.fetch("bad", "numbers")
    both.fetch("good", "numbers")

    assert both.failures == {"bad": "token expired; renew it"}
    assert both.outcomes["good"].total == 2
    assert both.outcomes["bad"].total == 1


def test_what_a_platform_says_of_its_failure_does_nothing_to_a_terminal(
    extraction: Callable[..., Extraction],
) -> None:
    outcome = extraction(bad=Numbers(3, {0: ConnectorError("no\x1b]0;owned\x07 way")})).fetch(
        "bad", "numbers"
    )

    assert outcome.error == r"no\u001b]0;owned\u0007 way"


def test_a_failed_source_is_not_asked_for_its_other_streams(extraction: Callable[..., Extraction]) -> None:
    once = extraction(bad=Numbers(3, {0: ConnectorError("down")}, streams="numbers words"))

    once.fetch("bad", "numbers")
    outcome = once.fetch("bad", "words")

    assert outcome.error == "down"
    assert outcome.total == 0


def test_a_defect_in_a_connector_is_its_sources_failure(extraction: Callable[..., Extraction]) -> None:
    outcome = extraction(bad=Numbers(3, {2: KeyError("id")})).fetch("bad", "numbers")

    assert outcome.error is not None
    assert outcome.error.startswith("its connector broke on this answer (KeyError: 'id')")
    assert outcome.total == 2


def test_the_state_tells_when_a_failed_source_last_went_well(
    var: VarFolder, extraction: Callable[..., Extraction], clock: Any
) -> None:
    extraction(shop=Numbers(1)).fetch("shop", "numbers")
    clock.sleep(3600)
    extraction(shop=Numbers(2, {1: AccessDenied("no")})).fetch("shop", "numbers")

    assert source_state.load(var, "shop") == source_state.SourceState(
        state="failed",
        last_success_at="2026-11-21T05:00:00.000000Z",
        last_attempt_at="2026-11-21T06:00:00.000000Z",
        error="no",
        read_until="2026-11-21T05:00:00.000000Z",
    )


def test_a_source_has_only_succeeded_when_all_its_streams_were_read(
    var: VarFolder, extraction: Callable[..., Extraction]
) -> None:
    once = extraction(shop=Numbers(1, streams="numbers words"))

    once.fetch("shop", "numbers")
    assert source_state.load(var, "shop").last_success_at is None
    once.fetch("shop", "words")
    assert source_state.load(var, "shop").state == "ok"


def test_fetching_a_day_again_lands_it_and_moves_no_cursor(
    var: VarFolder, extraction: Callable[..., Extraction]
) -> None:
    extraction(shop=Numbers(3)).fetch("shop", "numbers")

    outcome = extraction(shop=Numbers(3)).fetch_day("shop", "numbers", date(2026, 11, 1))

    assert outcome.records == {"numbers": 1}
    assert CursorStore(var, "shop").load("numbers") == {"next": 3}
