"""What a files section may not say, and what is said then."""

import pytest

from connectors.errors import SettingsError
from tests.connectors.files_source import connect


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"colour": "red"}, "colour: is not a setting of this source"),
        ({"encoding": "klingon"}, 'encoding: "klingon" is no encoding'),
        ({"encoding": "base64"}, 'encoding: "base64" is no encoding of text'),
        ({"delimiter": ";;"}, "delimiter: use one character"),
        ({"zone": "Europe/Atlantis"}, 'zone: "Europe/Atlantis" is no time zone'),
        ({"date_format": "DD.MM.YYYY"}, 'date_format: "DD.MM.YYYY" is no date format'),
        ({"inbound": None}, "inbound: is missing"),
        ({"inbound": {"column": "x"}}, "inbound: list the values"),
        ({"states": {"New": "new"}}, "states: has no meaning for this shape"),
        ({"columns": {"author": "a"}}, "columns.sent_at: is missing"),
        (
            {"columns": {"author": "a", "sent_at": "b", "stat": "c"}},
            "columns.stat: messages have no such column",
        ),
        ({"columns": {"author": 'a"b', "sent_at": "b"}}, "columns.author: 'a\"b' can't be read as a column"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(tmp_path, settings, problem):
    with pytest.raises(SettingsError) as raised:
        connect(tmp_path, **settings)

    assert str(raised.value).startswith(problem)
