"""Field lists of the Graph API."""

import pytest

from simulator.platforms.graph_fields import Field, FieldsError, parse, text_of


def test_fields_nest_and_take_modifiers():
    assert parse("id,comments.limit(5).order(chronological){id,from{name}},message") == [
        Field("id"),
        Field(
            "comments",
            {"limit": "5", "order": "chronological"},
            [Field("id"), Field("from", {}, [Field("name")])],
        ),
        Field("message"),
    ]


@pytest.mark.parametrize("text", ["id,", "id, message", "id{}"])
def test_commas_and_spaces_are_taken_lightly(text: str):
    assert parse(text)[0].name == "id"


@pytest.mark.parametrize(
    "text", ["comments{id", "comments.limit", "comments.limit(", "id}", "{id}", "a..b(1)"]
)
def test_what_makes_no_sense_is_refused(text: str):
    with pytest.raises(FieldsError):
        parse(text)


def test_fields_can_be_written_out_again():
    text = "id,comments.limit(5){id,from{name}}"
    assert text_of(parse(text)) == text
