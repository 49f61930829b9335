"""Server time of each page, asked for the first time and again, against the queries that it runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.measure import Comparison, cpu_seconds
from dashboard import app, data
from dashboard.page import all_pages
from warehouse import database

Query = Callable[[Any], object]


def compare(var: Path) -> Iterator[Comparison]:
    """Each page of the navigation, over the snapshot below `var`."""
    for page in all_pages():
        if page.group is None:
            continue
        queries = queries_of(var, page.path)
        with database.open_snapshot(var) as connection:
            asking = cpu_seconds(lambda: [query(connection.cursor()) for query in queries])  # noqa: B023
        name = f"P8 Page {page.path}"
        drawing = min(first_answer(var, page.path) for _ in range(3))
        other = f"its {len(queries)} queries"
        yield Comparison(name, "", "asked for the first time", drawing, 1, other, asking, 1)
        again = asked_again(var, page.path)
        yield Comparison(name, "", "asked again", again, 1, other, asking, 1)


def queries_of(var: Path, path: str) -> list[Query]:
    """What a page asks the snapshot, each once, to be asked again without the page."""
    found: dict[object, Query] = {}

    class Listening(data.Snapshot):
        def evaluate(self, metric: str, filters: Any, by: Any = ()) -> Any:
            key = (metric, repr(filters), tuple(by))
            found[key] = lambda cursor: data.CATALOG.evaluate(cursor, metric, filters, by)
            return super().evaluate(metric, filters, by)

        def rows(self, sql: str, parameters: Any = ()) -> Any:
            found[sql, repr(parameters)] = lambda cursor: cursor.execute(sql, list(parameters)).pl()
            return super().rows(sql, parameters)

    original, data.Snapshot = data.Snapshot, Listening  # type: ignore[misc]
    try:
        ask(app.create_app(var).server.test_client(), path)
    finally:
        data.Snapshot = original  # type: ignore[misc]
    return list(found.values())


def first_answer(var: Path, path: str) -> float:
    """CPU seconds of a page in a server that was asked for nothing yet but another page."""
    client = app.create_app(var).server.test_client()
    ask(client, "/no-such-page")
    return cpu_seconds(lambda: ask(client, path), rounds=1)


def asked_again(var: Path, path: str) -> float:
    """CPU seconds of the same page when its answer is kept."""
    client = app.create_app(var).server.test_client()
    ask(client, path)

    def often() -> None:
        for _ in range(100):
            ask(client, path)

    return cpu_seconds(often) / 100


def ask(client: FlaskClient, path: str) -> None:
    """What the browser sends when a page is opened; compressed, as a browser asks for it."""
    address = [{"id": "ls-url", "property": "pathname"}, {"id": "ls-url", "property": "search"}]
    callbacks = client.get("/_dash-dependencies").get_json()
    output = next(callback["output"] for callback in callbacks if callback["inputs"] == address)
    places = [place.rpartition(".") for place in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": [{"id": name, "property": value} for name, _, value in places],
        "inputs": [{**part, "value": value} for part, value in zip(address, (path, ""), strict=True)],
        "changedPropIds": ["ls-url.pathname"],
    }
    answer = client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, f"{path}: {answer.status}"
