"""marts.dim_help_post: which topic a help post answers."""

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import at
from warehouse import catalog

QUERY = (catalog.FOLDER / "models" / "marts" / "dim_help_post.sql").read_text("utf-8")
MACROS = (Path(catalog.__file__).parent / "macros.sql").read_text("utf-8")


def topic_of(text: str, below: list[str | None], kind: str = "help") -> list[str | None]:
    with duckdb.connect() as connection:
        run = connection.execute
        run("set timezone = 'UTC'")
        run(MACROS)
        run("create schema marts; create schema company")
        run("create table company.settings as select 'Europe/Berlin' as zone")
        run("create table marts.fct_contact_hours as select unnest(['esim', 'billing', 'sim_card']) as topic")
        shape = "post_id varchar, campaign_id varchar, published_at timestamptz, text varchar, kind varchar"
        run(f"create table marts.dim_post ({shape})")
        run("insert into marts.dim_post values ('p', null, ?, ?, ?)", [at("09:00"), text, kind])
        run("create table marts.fct_first_waits (under_post_id varchar, subject varchar)")
        for subject in below:
            run("insert into marts.fct_first_waits values ('p', ?)", [subject])
        return [row[0] for row in run(f"select subject from ({QUERY})").fetchall()]


@pytest.mark.parametrize(
    ("text", "below", "topic"),
    [
        ("eSIM in drei Schritten", [], "esim"),
        ("eSIM in drei Schritten", ["billing"] * 9, "esim"),
        ("Die neue SIM card", [], "sim_card"),
        ("So geht das", ["billing", "billing", "billing", "esim"], "billing"),
        ("So geht das", ["billing", "billing"], None),
        ("So geht das", ["billing", "billing", "billing", "esim", "esim", "esim"], None),
        ("eSIM und billing", [], "esim"),
        ("Erst billing, dann eSIM", [], "billing"),
    ],
)
def test_the_topic_is_the_one_that_the_text_names_or_that_most_write_about(text, below, topic):
    assert topic_of(text, below) == [topic]


def test_other_posts_arent_there():
    assert topic_of("eSIM", [], kind="campaign") == []
