import gzip
import json

import pytest

from dashboard import frame
from dashboard.app import create_app

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def client(var):
    return create_app(var).server.test_client()


def ask(client, path="/sla", search="?lang=en"):
    """Post what the page's one callback posts."""
    outputs = [{"id": f"ls-{place}", "property": "children"} for place in frame.PLACES]
    body = {
        "output": ".." + "...".join(f"ls-{place}.children" for place in frame.PLACES) + "..",
        "outputs": outputs,
        "inputs": [
            {"id": "ls-url", "property": "pathname", "value": path},
            {"id": "ls-url", "property": "search", "value": search},
        ],
        "changedPropIds": ["ls-url.pathname"],
    }
    return client.post("/_dash-update-component", json=body, headers=GZIP)


def test_a_page_answers_compressed_with_every_place(client):
    answer = ask(client)

    found = json.loads(gzip.decompress(answer.data))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert set(found["response"]) == {f"ls-{place}" for place in frame.PLACES}


def test_the_same_question_gets_the_same_bytes_without_being_computed_again(client, monkeypatch):
    first = ask(client, search="?p=90d").data

    def fail(*arguments):
        raise AssertionError("computed again")

    monkeypatch.setattr("dashboard.router.contents", fail)

    assert ask(client, search="?p=90d").data == first


def test_an_answer_in_which_something_failed_is_not_kept(client, monkeypatch):
    def fail(view):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("dashboard.cards.sla.compliance.beside", fail)
        assert (
            "Could not be computed"
            in gzip.decompress(ask(client, search="?lang=en&p=lastmonth").data).decode()
        )

    assert (
        "Could not be computed"
        not in gzip.decompress(ask(client, search="?lang=en&p=lastmonth").data).decode()
    )


def test_another_filter_is_another_answer(client):
    assert (
        ask(client, search="?f.department_id=press").data != ask(client, search="?f.department_id=sales").data
    )


def test_scripts_are_compressed_and_kept_for_ever(client):
    page = client.get("/").text
    script = next(part.split('"')[0] for part in page.split('src="')[1:] if "react-dom" in part)

    answer = client.get(script, headers=GZIP)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"


def test_no_page_may_load_anything_from_elsewhere(client):
    answer = client.get("/")

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in answer.text


def test_the_page_itself_is_asked_for_each_time(client):
    assert client.get("/").headers["Cache-Control"] == "no-cache"
