"""What a kind of post brings per thousand impressions."""

import polars as pl
import pytest

from warehouse.scenario import Scenario, per_thousand

pytestmark = pytest.mark.conflict(10)


def posts(*rows: tuple[str, float, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, ["kind", "contacts", "impressions"], orient="row")


def test_contacts_per_thousand_are_those_of_all_posts_of_the_kind_together():
    found = per_thousand(
        posts(("campaign", 20.0, 10_000), ("campaign", 40.0, 20_000), ("campaign", 10.0, 10_000))
    )

    assert found["campaign"].contacts == pytest.approx(70 / 40)
    # Residuals 2.5, 5 and -7.5: sqrt(87.5 * 3 / 2) / 40.
    assert found["campaign"].error == pytest.approx(11.456 / 40, rel=1e-3)
    assert found["campaign"].posts == 3


def test_two_posts_say_nothing():
    assert per_thousand(posts(("help", 20.0, 10_000), ("help", 40.0, 20_000))) == {}


def test_a_scenario_that_moves_nothing_says_so():
    assert Scenario(growth="planned").is_nothing
    assert not Scenario(reach=1).is_nothing
