"""Files that are no configuration at all, and secrets that must not come to light."""

import pytest

from warehouse.company import ConfigError, load

SOUND = """
[company]
id = "nordfunk"
zone = "Europe/Berlin"

[sources.facebook]
type = "facebook"
token = "env:FACEBOOK_TOKEN"

[[departments]]
id = "service"
name = "Kundenservice"
"""
ENVIRON = {"FACEBOOK_TOKEN": "very-secret"}


def problems(folder, text, environ=ENVIRON):
    path = folder / "leitstand.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, environ)
    return caught.value.problems


def test_a_company_needs_a_department(tmp_path):
    text = SOUND[: SOUND.index("[[departments]]")]
    assert problems(tmp_path, text) == [
        "leitstand.toml: [[departments]]: none is configured; add at least one with id and name"
    ]


def test_an_empty_file_says_what_belongs_into_it(tmp_path):
    assert problems(tmp_path, "") == [
        "leitstand.toml: [company] id: is missing; add it",
        "leitstand.toml: [company] zone: is missing; add it",
        "leitstand.toml: [[departments]]: none is configured; add at least one with id and name",
    ]


def test_broken_toml_names_its_line(tmp_path):
    (line,) = problems(tmp_path, SOUND.replace('name = "Kundenservice"', 'name = "Kundenservice'))
    assert line.startswith("leitstand.toml: is not valid TOML: ")
    assert "(at line 12, column" in line


def test_a_key_that_stands_twice_names_its_line(tmp_path):
    (line,) = problems(tmp_path, SOUND.replace('id = "service"', 'id = "service"\nid = "press"'))
    assert "line 12" in line


def test_a_missing_file_says_how_to_name_another(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "leitstand.toml", {})
    assert caught.value.problems == [
        f"leitstand.toml: no such file in {tmp_path.resolve()}; create it, or name one with --config FILE"
    ]


def test_a_folder_or_another_encoding_is_no_configuration(tmp_path):
    with pytest.raises(ConfigError, match="can't be read"):
        load(tmp_path, {})
    path = tmp_path / "leitstand.toml"
    path.write_bytes('name = "Köln"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load(path, {})


def test_an_empty_variable_is_as_good_as_none(tmp_path):
    (line,) = problems(tmp_path, SOUND, environ={"FACEBOOK_TOKEN": ""})
    assert "FACEBOOK_TOKEN is empty; export it" in line


@pytest.mark.parametrize("key", ["token", "app_secret", "password", "api_key"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path, key):
    (line,) = problems(tmp_path, SOUND.replace('token = "env:FACEBOOK_TOKEN"', f'{key} = "EAAB-9"'))
    assert "EAAB-9" not in line
    assert f'[sources.facebook] {key}: a secret must not stand in the file; write "env:' in line


def test_a_secret_in_place_of_a_variables_name_is_not_repeated(tmp_path):
    (line,) = problems(tmp_path, SOUND.replace("env:FACEBOOK_TOKEN", "env:EAAB-9"))
    assert "EAAB-9" not in line


def test_what_the_environment_holds_is_never_in_a_message(tmp_path):
    lines = problems(
        tmp_path, SOUND.replace("Berlin", "Brlin").replace("[sources.facebook]", "[sources.Face]")
    )
    assert len(lines) == 2
    assert "very-secret" not in str(lines)
