import re

import plotly.graph_objects as go
import pytest

from dashboard import theme


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_two_tokens_of_a_scheme_share_a_colour(scheme):
    values = list(theme.TOKENS[scheme].values())

    assert len(values) == len(set(values))


def test_both_schemes_have_the_same_tokens():
    assert theme.TOKENS["light"].keys() == theme.TOKENS["dark"].keys()


def test_every_token_is_a_variable_of_the_page_in_both_schemes():
    css = theme.css_variables()

    for scheme in theme.TOKENS.values():
        for name, value in scheme.items():
            assert f"--ls-{name}:{value};" in css


def test_swapping_there_and_back_changes_nothing():
    for colour in theme.TOKENS["light"].values():
        assert theme.SWAPS["dark>light"][theme.SWAPS["light>dark"][colour]] == colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_template_is_one_that_plotly_takes(scheme):
    figure = go.Figure(
        {
            "data": [{"type": "scatter", "y": [1]}],
            "layout": {"template": theme.template(theme.TOKENS[scheme])},
        }
    )

    assert figure.layout.template.layout.font.color == theme.TOKENS[scheme]["text2"]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", "bad", "good", "warn"])
@pytest.mark.parametrize("ground", ["bg", "surface", "sunken", "hover"])
def test_text_can_be_read_on_every_ground(scheme, ink, ground):
    pair = sorted((_luminance(theme.TOKENS[scheme][ink]), _luminance(theme.TOKENS[scheme][ground])))

    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def test_a_stylesheet_names_only_variables_that_exist():
    sheets = {path.name: path.read_text("utf-8") for path in (theme_folder() / "assets").glob("*.css")}
    known = {f"--ls-{name}" for name in theme.TOKENS["light"]} | {"--ls-font", "--ls-mono", "--ls-r"}
    known |= {name for text in sheets.values() for name in re.findall(r"(--ls-[a-z0-9]+):", text)}

    used = {name: set(re.findall(r"var\((--ls-[a-z0-9]+)\)", text)) for name, text in sheets.items()}

    assert {name: names - known for name, names in used.items() if names - known} == {}


def theme_folder():
    from pathlib import Path

    return Path(theme.__file__).parent
