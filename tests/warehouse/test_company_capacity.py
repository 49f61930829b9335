"""The section [capacity]."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import COMPANY
from warehouse.company import ConfigError, load


def read(tmp_path: Path, section: str):
    path = tmp_path / "leitstand.toml"
    path.write_text(COMPANY + section, encoding="utf-8")
    return load(path, {}, need_sources=False)


def test_what_is_not_said_is_assumed_and_what_is_said_changes_the_meaning_of_the_file(tmp_path):
    usual, said = read(tmp_path, ""), read(tmp_path, "[capacity]\navailability = 0.8\n")

    assert (usual.capacity.availability, usual.capacity.hours_per_person) == (1.0, 35.0)
    assert said.capacity.availability == 0.8
    assert usual.config_hash != said.config_hash


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("[capacity]\navailability = 0.0\n", "[capacity] availability"),
        ("[capacity]\navailability = 1.2\n", "[capacity] availability"),
        ("[capacity]\nhours_a_person = 35.0\n", 'did you mean "hours_per_person"'),
    ],
)
def test_what_can_t_be_is_named_with_its_section(tmp_path, section, problem):
    with pytest.raises(ConfigError) as error:
        read(tmp_path, section)
    assert problem in str(error.value)
