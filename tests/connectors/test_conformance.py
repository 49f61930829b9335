"""What every source type must do, whoever wrote it: tests/connectors/conformance.py says how a type takes part."""

import contextlib
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from connectors import registry
from connectors.errors import ConnectorError, RateLimited, SettingsError
from connectors.page import Check, Cursor, Page
from connectors.settings import settings_of
from tests.conftest import NOT_MEANT
from tests.connectors import conformance
from tests.connectors.conformance import Trial, instant, records, stored, texts
from tests.connectors.conftest import Loopback, Reply

pytestmark = pytest.mark.server
FOREVER = 10**6  # requests
# As we write instants; what a database compares with itself is spelled its own way.
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


SUBJECTS = conformance.subjects()


@pytest.fixture(scope="module", params=sorted(SUBJECTS.keys() & registry.types().keys()))
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Each type in turn, with something to read."""
    with SUBJECTS[request.param](tmp_path_factory.mktemp(request.param)) as subject:
        yield Trial(request.param, subject)


@pytest.fixture(autouse=True)
def _well_again(request: pytest.FixtureRequest) -> Iterator[None]:
    subject = request.getfixturevalue("trial").subject if "trial" in request.fixturenames else None
    if subject and subject.renew:
        subject.renew()
    yield
    if subject and subject.server:
        subject.server.faults.clear()


@pytest.mark.parametrize("type", sorted(registry.types()))
def test_every_type_can_be_put_on_trial(type: str) -> None:
    assert type in SUBJECTS, (
        f"nothing here can be read as {type!r}: add tests/connectors/subjects/{type}.py with SUBJECTS ="
        f' {{"{type}": ...}}, a context manager that yields a Subject (tests/connectors/subjects/mastodon.py is one)'
    )


def strike(trial: Trial, kind: str, **given: Any) -> None:
    """Switch a fault on, until the test ends."""
    assert trial.subject.server
    trial.subject.server.faults.add(kind, platform=trial.subject.platform, **{"times": FOREVER} | given)


def over_http(trial: Trial) -> None:
    if trial.subject.server is None:
        pytest.skip(f"{NOT_MEANT}it isn't read over HTTP")


def until_error(trial: Trial, stream: str) -> tuple[list[Page], ConnectorError | None]:
    """What a reading gives before it fails."""
    found: list[Page] = []
    try:
        for page in trial.connect().fetch(stream, {}, until=trial.subject.until):
            found.append(page)
    except ConnectorError as error:
        return found, error
    return found, None


def test_each_stream_has_something_to_read_and_says_when_it_was_created(trial: Trial) -> None:
    streams = trial.connect().streams
    assert len(set(streams)) == len(streams) and trial.connect().daily <= set(streams)
    assert trial.subject.created.keys() == set(streams), "`created` of the subject says it for each stream"
    assert [stream for stream, pages in trial.complete.items() if not records(pages)] == []


def test_two_readings_give_the_same_records_in_the_same_order(trial: Trial) -> None:
    for stream, pages in trial.complete.items():
        assert {page.stream for page in pages} == {stream}
        again = [record.record_id for record in records(trial.read(stream))]
        assert again == [record.record_id for record in records(pages)]


def test_nothing_is_of_later_than_until_and_the_next_run_has_all_the_rest(trial: Trial) -> None:
    early, later = trial.subject.until - trial.subject.early, 0
    for stream, pages in trial.complete.items():
        first = trial.read(stream, until=early)
        assert [at for at in trial.instants(stream, first).values() if instant(at) > early] == [], stream
        second = trial.read(stream, stored(first[-1].cursor) if first else {})
        lost = trial.lasting(stream, pages) - trial.lasting(stream, first) - trial.lasting(stream, second)
        assert lost == set(), stream
        later += sum(instant(at) > early for at in trial.instants(stream, pages).values())
    assert later or not any(trial.subject.created.values()), "nothing is of later; choose another `early`"


def test_instants_carry_their_offset_and_cursors_are_in_utc(trial: Trial) -> None:
    for stream, pages in trial.complete.items():
        for at in trial.instants(stream, pages).values():
            instant(at)
        for text in {text for page in pages for text in texts(page.cursor) if ISO.match(text)}:
            offset = datetime.fromisoformat(text).utcoffset()
            assert offset is not None and not offset, f"{stream}: {text}"


def test_each_record_has_an_id_of_its_own_and_can_be_kept_as_json(trial: Trial) -> None:
    for stream, pages in trial.complete.items():
        found = Counter(record.record_id for record in records(pages) if record.error is None)
        assert not {None, ""} & found.keys(), stream
        twice = [name for name, count in found.items() if count > 1]
        assert not twice or stream in trial.subject.repeats, f"{stream}: {twice[:3]}; `repeats` can say why"
        assert stored({"all": [record.payload for record in records(pages)]})


def test_a_run_that_is_killed_after_every_page_loses_nothing(trial: Trial) -> None:
    for stream, pages in trial.complete.items():
        found: set[str] = set()
        cursor: Cursor = {}
        for _ in range(len(pages) + 3):
            before = cursor
            for page in trial.connect().fetch(stream, before, until=trial.subject.until):
                found |= trial.lasting(stream, [page])
                cursor = stored(page.cursor)
                assert cursor == page.cursor
                if cursor != before:
                    break  # killed: only a cursor that moved makes a difference to the next run
            else:
                break
        else:
            pytest.fail(f"{stream} never comes to an end when it is stopped at each page")
        assert trial.lasting(stream, pages) - found == set(), stream


def test_what_arrived_before_a_rate_limit_is_kept_and_the_rest_comes_later(trial: Trial) -> None:
    over_http(trial)
    for stream, pages in trial.complete.items():
        strike(trial, "throttle", seconds=600, after=trial.asked[stream] // 2)
        kept, error = until_error(trial, stream)
        assert isinstance(error, RateLimited), f"{stream}: {error!r}"
        assert error.until.tzinfo is not None
        trial.subject.server.faults.clear()  # type: ignore[union-attr]
        rest = trial.read(stream, stored(kept[-1].cursor) if kept else {})
        assert trial.lasting(stream, pages) - trial.lasting(stream, kept + rest) == set(), stream


@pytest.mark.parametrize("kind", ["expired", "denied"])
def test_what_is_taken_away_amid_a_reading_is_an_error_and_costs_no_record(trial: Trial, kind: str) -> None:
    over_http(trial)
    for stream, pages in trial.complete.items():
        strike(trial, kind, after=trial.asked[stream] // 2)
        kept, error = until_error(trial, stream)
        trial.subject.server.faults.clear()  # type: ignore[union-attr]
        # Where nothing is signed in, nothing can run out, and one request alone is never amid.
        assert error or not trial.secrets or trial.asked[stream] < 2, stream
        rest = trial.read(stream, stored(kept[-1].cursor) if kept else {})
        assert trial.lasting(stream, pages) - trial.lasting(stream, kept + rest) == set(), stream


def test_a_day_that_is_asked_for_by_itself_moves_no_cursor_and_holds_only_that_day(trial: Trial) -> None:
    for stream, pages in trial.complete.items():
        known = [instant(at) for at in trial.instants(stream, pages).values()]
        day = min([*known, trial.subject.until - trial.subject.early]).astimezone(UTC).date()
        if stream not in trial.connect().daily:
            with pytest.raises((ValueError, NotImplementedError)):
                list(trial.connect().fetch_day(stream, day))
            continue
        found = list(trial.connect().fetch_day(stream, day))
        assert records(found) and all(page.cursor == {} for page in found)
        assert trial.lasting(stream, found) <= trial.lasting(stream, pages)
        assert {instant(at).astimezone(UTC).date() for at in trial.instants(stream, found).values()} <= {day}


@pytest.mark.parametrize(
    "shape", [[], [1], {}, {"data": [1]}, {"data": "x", "items": None}, {"items": [1]}, "x"]
)
def test_an_answer_in_another_shape_is_an_error_of_the_source(trial: Trial, shape: Any) -> None:
    over_http(trial)
    other = Loopback(lambda _: Reply(shape))
    try:
        connector = trial.connect(**elsewhere(trial, other.url))
        assert list(connector.check())
        for stream in connector.streams:
            with contextlib.suppress(ConnectorError):
                pages = connector.fetch(stream, {}, until=trial.subject.until)
                assert len(list(islice(pages, 50))) < 50, f"{stream} never ends"
    finally:
        other.close()


def test_no_secret_is_in_an_error_a_check_a_log_or_a_repr(
    trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    if not trial.secrets:
        pytest.skip(f"{NOT_MEANT}it has no secret")
    caplog.set_level(logging.DEBUG)
    said = [repr(trial.connect())]
    for kind in ("error", "garbage", "refuse", "throttle", "cut") if trial.subject.server else ("none",):
        if trial.subject.server:
            strike(trial, kind)
        said += [repr(check) for check in trial.connect().check()]
        said += [repr(until_error(trial, stream)[1]) for stream in trial.connect().streams]
        if trial.subject.server:
            trial.subject.server.faults.clear()
    caught = " ".join([*said, caplog.text])

    assert [name for name, secret in trial.secrets.items() if secret in caught] == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_a_secret_that_the_platform_repeats_is_not_repeated_by_us(trial: Trial, status: int) -> None:
    over_http(trial)
    if not trial.secrets:
        pytest.skip(f"{NOT_MEANT}it has no secret")
    echo = "you sent " + " ".join(trial.secrets.values())
    shapes = [
        {"error": echo, "description": echo, "title": echo, "detail": echo},
        {"error": {"message": echo, "code": 1}},
        {"errors": [echo]},
        {"errors": [{"message": echo, "detail": echo}], "message": echo},
    ]
    for shape in shapes:
        with_echo = Loopback(lambda _, shape=shape: Reply(shape, status))  # type: ignore[misc]
        try:
            connector = trial.connect(**elsewhere(trial, with_echo.url))
            said = [repr(check) for check in connector.check()]
            for stream in connector.streams[:1]:
                try:
                    list(connector.fetch(stream, {}, until=trial.subject.until))
                except ConnectorError as error:
                    said.append(repr(error))
        finally:
            with_echo.close()
        assert [name for name, secret in trial.secrets.items() if secret in " ".join(said)] == []


def elsewhere(trial: Trial, url: str) -> dict[str, Any]:
    """The settings that hold an address of this machine, with another one in its place."""
    address = re.compile(r"http://127\.0\.0\.1:\d+")
    moved = json.loads(address.sub(url, json.dumps(dict(trial.subject.settings), default=str)))
    return {name: value for name, value in moved.items() if value != trial.subject.settings[name]
            and url in json.dumps(value)}  # fmt: skip


def test_a_token_that_is_not_accepted_is_said_by_check(trial: Trial) -> None:
    over_http(trial)
    if not trial.secrets:
        pytest.skip(f"{NOT_MEANT}it has no secret")
    wrong = {name: f"not-the-{name}" for name in trial.secrets}
    found = list(trial.connect(**wrong).check())

    failed = [check for check in found if not check.ok]
    assert failed and all(check.mend for check in failed)
    assert not [name for name in wrong.values() if name in repr(found)]


def test_a_setting_that_is_unknown_or_missing_is_named(trial: Trial) -> None:
    with pytest.raises(SettingsError, match=r"^never_heard_of: is not a setting of this source"):
        trial.connect(never_heard_of=1)
    for setting in settings_of(registry.types()[trial.type]):
        if setting.is_required:
            rest = {name: value for name, value in trial.subject.settings.items() if name != setting.name}
            with pytest.raises(SettingsError) as caught:
                registry.connect("subject", trial.type, rest, base=trial.subject.base)
            assert caught.value.field == setting.name


def test_check_is_content_with_what_can_be_read(trial: Trial) -> None:
    found = list(trial.connect().check())

    # The simulators show the real time in their Date header, and the connector's clock stands still.
    assert found and [check for check in found if not check.ok and check.name != "clock"] == []


def test_check_names_the_permission_that_was_taken_away(trial: Trial) -> None:
    names = trial.subject.refusable
    if not names or not trial.subject.server:
        pytest.skip(f"{NOT_MEANT}it tells of no permission by its name")
    assert {*names} <= {permission.name for permission in registry.about(trial.type).permissions}
    refused: set[str] = trial.subject.server.platforms[trial.subject.platform].refused
    for name in names:
        refused.add(name)
        failed = [check for check in trial.connect().check() if not check.ok and check.name != "clock"]
        refused.clear()
        said = [f"{check.name}; {check.detail}; {check.mend}" for check in failed]
        assert any(named(text, names) == {name} for text in said), (name, said)


def named(text: str, permissions: tuple[str, ...]) -> set[str]:
    """Those of the permissions that a text names."""
    return {one for one in permissions if re.search(rf"(?<![\w.:/]){re.escape(one)}(?![\w.:/]*\w)", text)}


def test_check_says_what_is_wrong_where_nothing_answers_and_does_not_raise(trial: Trial) -> None:
    if trial.subject.server:
        strike(trial, "refuse")
    if trial.subject.end:
        trial.subject.end()
    found: list[Check] = list(trial.connect(**trial.subject.nowhere).check())

    failed = [check for check in found if not check.ok]
    assert failed and all(check.detail and check.mend for check in failed)
