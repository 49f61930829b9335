"""The server itself: one port, its own clock, faults on demand."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
import requests

from simulator.company import PAGE_ID
from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request
from simulator.records import World
from simulator.server import Server, start
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server


def bearer(server: Server) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token}"}


def groups(server: Server) -> requests.Response:
    return requests.get(f"{server.zendesk_url}/api/v2/groups.json", headers=bearer(server), timeout=5)


def page(server: Server) -> requests.Response:
    return requests.get(f"{server.facebook_url}/v26.0/{PAGE_ID}", headers=bearer(server), timeout=5)


def test_it_listens_on_loopback_only(server: Server):
    assert server.url.startswith("http://127.0.0.1:")
    assert groups(server).json()["count"] == 6
    assert requests.get(f"{server.url}/elsewhere", timeout=5).status_code == 404


def test_a_platform_that_only_reads_refuses_a_post_and_the_connection_stays_usable(server: Server):
    with requests.Session() as session:
        session.headers.update(bearer(server))
        url = f"{server.zendesk_url}/api/v2/groups.json"
        assert session.post(url, json={"name": "new"}, timeout=5).status_code == 405
        assert session.get(url, timeout=5).json()["count"] == 6


def test_a_platform_that_takes_a_post_gets_it_as_it_came():
    class Echo:
        takes_post, now = True, 0

        def answer(self, request: Request) -> Answer:
            return Answer(200, {"method": request.method, "path": request.path, "said": request.json()})

        def fault_answer(self, fault: Fault) -> Answer | None:
            return Answer(500, {})

    with SmallServer({"echo": Echo()}) as small:
        url = f"{small.url_of('echo')}/a/b"
        small.faults.add("error", after=2)
        answers = [requests.post(url, data=data, timeout=5) for data in (b'{"a": "\xc3\xb6"}', b"{", b"{}")]

    assert answers[0].json() == {"method": "POST", "path": "a/b", "said": {"a": "ö"}}
    assert (answers[1].json()["said"], answers[2].status_code) == (None, 500)


def test_links_lead_back_to_where_the_request_came_from(server: Server):
    answer = requests.get(
        f"{server.zendesk_url}/api/v2/users.json?per_page=1", headers=bearer(server), timeout=5
    )

    assert answer.json()["next_page"].startswith(f"{server.zendesk_url}/api/v2/users.json?")


def test_the_clock_can_be_set(server: Server, world: World):
    server.set_now(datetime.fromtimestamp(world.start, UTC) + timedelta(days=2))
    few = requests.get(f"{server.zendesk_url}/api/v2/tickets.json", headers=bearer(server), timeout=5).json()[
        "count"
    ]
    server.set_now(datetime.fromtimestamp(world.end, UTC))
    all_ = requests.get(
        f"{server.zendesk_url}/api/v2/tickets.json", headers=bearer(server), timeout=5
    ).json()["count"]

    assert 0 < few < all_


def test_a_throttled_zendesk_says_when_to_come_back(server: Server):
    server.faults.add("throttle", platform="zendesk", seconds=12.5)
    first, second = groups(server), groups(server)

    assert (first.status_code, first.headers["Retry-After"], second.status_code) == (429, "13", 200)
    assert first.json()["error"] == "APIRateLimitExceeded"


def test_a_throttled_facebook_answers_400_and_not_429(server: Server):
    server.faults.add("throttle", platform="facebook", code=4)
    first = page(server)

    assert (first.status_code, first.json()["error"]["code"]) == (400, 4)
    assert json.loads(first.headers["X-App-Usage"])["call_count"] == 100


def test_a_fault_strikes_where_when_and_as_often_as_asked(server: Server):
    server.faults.add("error", platform="zendesk", path="groups", after=1, times=2)

    assert page(server).status_code == 200
    assert [groups(server).status_code for _ in range(4)] == [200, 500, 500, 200]


def test_a_cut_connection_breaks_off_in_the_middle(server: Server):
    server.faults.add("cut", platform="zendesk")

    with pytest.raises(requests.exceptions.RequestException):
        groups(server)
    assert groups(server).status_code == 200


def test_a_refused_connection_gives_no_answer(server: Server):
    server.faults.add("refuse")

    with pytest.raises(requests.exceptions.ConnectionError):
        groups(server)


def test_a_slow_answer_can_outlast_a_time_out(server: Server):
    server.faults.add("slow", seconds=0.5)

    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{server.zendesk_url}/api/v2/groups.json", headers=bearer(server), timeout=0.1)


def test_a_body_that_trickles_is_whole_in_the_end_and_one_that_stops_outlasts_a_time_out(server: Server):
    address, known = f"{server.zendesk_url}/api/v2/groups.json", groups(server).json()
    server.faults.add("trickle", seconds=0.01)
    server.faults.add("silent", seconds=10)

    assert groups(server).json() == known
    with pytest.raises(requests.exceptions.ConnectionError, match="Read timed out"):
        requests.get(address, headers=bearer(server), timeout=0.1)
    assert groups(server).json() == known


def test_too_much_data_and_garbage(server: Server):
    server.faults.add("too_much_data", platform="facebook")
    server.faults.add("garbage", platform="zendesk")

    assert "reduce the amount of data" in page(server).json()["error"]["message"]
    with pytest.raises(requests.exceptions.JSONDecodeError):
        groups(server).json()


def test_faults_can_be_switched_off(server: Server):
    server.faults.add("error", times=100)
    server.faults.clear()

    assert groups(server).status_code == 200


def test_an_unknown_fault_is_refused(server: Server):
    with pytest.raises(ValueError, match="throttle"):
        server.faults.add("trottle")


def test_a_taken_port_is_an_error(server: Server, world: World):
    with pytest.raises(OSError, match="in use"):
        start(world, server.port)


def test_it_answers_hundreds_of_requests_in_a_second(server: Server):
    session = requests.Session()
    session.headers.update(bearer(server))
    began = time.perf_counter()
    for _ in range(300):
        session.get(f"{server.zendesk_url}/api/v2/groups.json", timeout=5)

    assert time.perf_counter() - began < 6, "delayed acknowledgements would take 12 s"


def test_the_command_serves_until_it_is_told_to_stop():
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--serve",
        "--port",
        "0",
        "--days",
        "1",
        "--end",
        "2026-03-30T06:00",
    ]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(5)]
        exports = dict(line.split()[1].split("=", 1) for line in lines if "export" in line)
        request = urllib.request.Request(
            exports["LEITSTAND_DEMO_ZENDESK_URL"] + "/api/v2/groups.json",
            headers={"Authorization": f"Bearer {exports['LEITSTAND_DEMO_TOKEN']}"},
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert json.load(answer)["count"] == 6
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
