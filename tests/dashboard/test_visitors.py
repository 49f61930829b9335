"""Only this machine's own names are answered, whatever is asked, and kept answers make no exception."""

from functools import partial
from types import SimpleNamespace

import pytest

from dashboard.app import create_app
from dashboard.visitors import LARGEST, named
from tests.dashboard.test_delivery import ask

STRANGERS = [
    "evil.example",
    "evil.example:8050",
    "127.0.0.1.evil.example",
    "10.0.0.7",
    "[2001:db8::1]:8050",
    "",
]


@pytest.fixture(scope="module")
def client(var):
    return create_app(var, hosts=["Leitstand.firm.example"]).server.test_client()


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/scenarios", "/export/sla-by-department.csv"])
@pytest.mark.parametrize("host", STRANGERS)
def test_a_name_that_is_not_this_machines_is_turned_away(client, path, host):
    answer = client.get(path, environ_overrides={"HTTP_HOST": host})

    assert answer.status_code == 403
    assert "LEITSTAND_HOSTS" in answer.text


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8050", "localhost:9", "LOCALHOST.", "[::1]:8050", "127.1.2.3", "leitstand.firm.example"],
)
def test_this_machines_names_and_those_of_its_proxy_are_answered(client, host):
    assert client.get("/", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_an_answer_that_is_kept_is_kept_from_strangers_too(client):
    stranger = SimpleNamespace(post=partial(client.post, base_url="http://evil.example"))

    assert [ask(one).status_code for one in (client, stranger, client)] == [200, 403, 200]


def test_no_request_is_larger_than_a_page_would_ask(client):
    large = {"name": "a", "address": "/" + "a" * LARGEST}
    assert client.post("/_dash-update-component", json=large).status_code == 413
    assert client.post("/scenarios", json=large).status_code in (400, 413)


def test_no_other_site_may_embed_an_answer(client):
    headers = client.get("/scenarios", environ_overrides={"HTTP_HOST": "localhost"}).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_names_stand_with_commas():
    assert named(" a.example, b.example ,") == ["a.example", "b.example"]
    assert named("") == []
