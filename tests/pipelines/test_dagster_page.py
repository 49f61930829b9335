"""Who may give Dagster's web page orders."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from pipelines.dagster_page import GuardedWebserver

HERE = "http://127.0.0.1:3000"


async def _answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("done")


async def _talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("done")
    await socket.close()


@pytest.fixture(scope="module")
def page() -> TestClient:
    """What Dagster puts before its own routes, before two of ours."""
    routes = [
        Route("/", _answer),
        Route("/graphql", _answer, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", _talk),
    ]
    guard = GuardedWebserver.build_middleware(GuardedWebserver.__new__(GuardedWebserver))
    return TestClient(Starlette(routes=routes, middleware=guard[:2]), base_url=HERE)


@pytest.mark.parametrize(
    "headers", [{}, {"origin": HERE, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_itself_and_programs_may(page: TestClient, headers: dict[str, str]) -> None:
    assert page.post("/graphql", headers=headers).text == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8050"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_other_site_may(page: TestClient, headers: dict[str, str], method: str) -> None:
    assert page.request(method, "/graphql", headers=headers).status_code == 403


def test_nobody_may_under_a_name_that_was_made_to_point_here(page: TestClient) -> None:
    assert page.post("/graphql", headers={"host": "elsewhere.example:3000"}).status_code == 400


def test_a_link_leads_to_the_page(page: TestClient) -> None:
    assert page.get("/", headers={"sec-fetch-site": "cross-site"}).text == "done"


def test_no_other_site_may_listen(page: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        page.websocket_connect("/graphql", headers={"origin": "https://elsewhere.example"}),
    ):
        pass
    with page.websocket_connect("/graphql", headers={"origin": HERE, "host": "127.0.0.1:3000"}) as socket:
        assert socket.receive_text() == "done"
