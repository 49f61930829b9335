"""Extraction: each source's streams through the landing. One source that fails never stops the others."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from connectors.errors import ConnectorError, RateLimited
from connectors.page import Connector, Cursor, Page
from pipelines import source_state
from pipelines.clock import utc_now
from pipelines.land import CursorStore, Landing
from pipelines.progress import Progress, Silent
from pipelines.terminal import shown
from pipelines.var_folder import VarFolder

MAX_WAIT = timedelta(minutes=15)  # for one source and one pass, all waits together

log = logging.getLogger("leitstand.extract")


@dataclass
class SourceOutcome:
    """What one pass got from one source."""

    records: dict[str, int] = field(default_factory=dict)  # by stream
    error: str | None = None

    @property
    def total(self) -> int:
        """Records of all streams."""
        return sum(self.records.values())


class Extraction:
    """Reads sources for one pass, up to `until`, and remembers how each fared.

    `now` is the clock by which it waits; `stamp` the one by which records arrive and readings take place.
    """

    def __init__(
        self,
        var: VarFolder,
        connectors: Mapping[str, Connector],
        *,
        until: datetime,
        full: bool = False,
        progress: Progress | None = None,
        now: Callable[[], datetime] = utc_now,
        stamp: Callable[[], datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        max_wait: timedelta = MAX_WAIT,
    ) -> None:
        self.var, self.connectors, self.until, self.full = var, connectors, until, full
        self.progress = progress or Silent()
        self.now, self.stamp, self.sleep = now, stamp or now, sleep
        self.waits_left = dict.fromkeys(connectors, max_wait)
        self.states = {name: source_state.load(var, name) for name in connectors}  # before this pass
        self.outcomes = {name: SourceOutcome() for name in connectors}

    def fetch(self, source: str, stream: str) -> SourceOutcome:
        """Land what is new in a stream since its cursor. A source that failed before is not asked again."""
        outcome = self.outcomes[source]
        if outcome.error is None:
            cursors = CursorStore(self.var, source)
            start: Cursor = {} if self.full else cursors.load(stream)
            connector = self.connectors[source]
            with Landing(self.var, source, stream, cursors, now=self.stamp) as landing:
                self._land(
                    source, landing, start, lambda cursor: connector.fetch(stream, cursor, until=self.until)
                )
            outcome.records[stream] = landing.landed
            self._note(source, outcome)
        return outcome

    def fetch_day(self, source: str, stream: str, day: date) -> SourceOutcome:
        """Land one UTC day of a daily stream again; the stream's cursor stays where it is."""
        outcome = self.outcomes[source]
        if outcome.error is None:
            connector = self.connectors[source]
            with Landing(self.var, source, stream, None, now=self.stamp) as landing:
                self._land(source, landing, {}, lambda _: connector.fetch_day(stream, day))
            outcome.records[stream] = outcome.records.get(stream, 0) + landing.landed
        return outcome

    @property
    def failures(self) -> dict[str, str]:
        """Sources that failed, with what they said."""
        return {name: outcome.error for name, outcome in self.outcomes.items() if outcome.error}

    def _land(
        self, source: str, landing: Landing, cursor: Cursor, pages: Callable[[Cursor], Iterator[Page]]
    ) -> None:
        """Fetch to the end, waiting where the platform asks for it; what came before an error is kept."""
        while True:
            try:
                for page in _sheltered(pages(cursor)):
                    landing.add(page)
                    cursor = page.cursor
                    self.progress.detail(f"{landing.taken:,} records")
                landing.flush()
                return
            except RateLimited as limit:
                landing.flush()
                if not self._wait(source, limit):
                    self._fail(source, limit)
                    return
            except ConnectorError as error:
                landing.flush()
                self._fail(source, error)
                return

    def _wait(self, source: str, limit: RateLimited) -> bool:
        wait = max(limit.until - self.now(), timedelta(seconds=1))
        if wait > self.waits_left[source]:
            return False
        self.waits_left[source] -= wait
        self.progress.detail(f"asked to wait until {limit.until.astimezone():%H:%M:%S}")
        log.info("%s: %s", source, limit)
        self.sleep(wait.total_seconds())
        return True

    def _fail(self, source: str, error: Exception) -> None:
        message = shown(" ".join(str(error).split()))
        self.outcomes[source].error = message
        log.warning("%s failed: %s", source, message)
        source_state.record_failure(self.var, source, self.stamp(), message)

    def _note(self, source: str, outcome: SourceOutcome) -> None:
        if outcome.error is None and set(outcome.records) >= set(self.connectors[source].streams):
            source_state.record_success(self.var, source, self.stamp(), self.until)


def _sheltered(pages: Iterator[Page]) -> Iterator[Page]:
    """The same pages; a defect in a connector counts as its source's failure, as any other reason does."""
    try:
        yield from pages
    except ConnectorError:
        raise
    except Exception as error:
        log.exception("defect in a connector")
        raise ConnectorError(
            f"its connector broke on this answer ({type(error).__name__}: {error}); the log has the details"
        ) from error
