"""Cases against others like them: the same key and hour, else the nearest hour, and nobody else."""

import polars as pl
import pytest

from warehouse import matching


def cases(name: str, rows: list[tuple[str, int, float]]) -> pl.DataFrame:
    """Cases by key, block and wait."""
    return pl.DataFrame(
        [(f"{name}{number}", *row) for number, row in enumerate(rows)],
        schema=["case_id", "match_key", "block", "wait"],
        orient="row",
    )


@pytest.mark.parametrize(("hour", "block"), [(0, 0), (1, 0), (2, 1), (119, 11), (120, 12), (167, 23)])
def test_an_hour_of_the_week_has_its_block(hour: int, block: int) -> None:
    frame = pl.DataFrame({"hour": [hour]})

    assert frame.select(matching.block_of(pl.col("hour"))).item() == block


def test_each_is_compared_with_the_mean_of_its_own_kind() -> None:
    treated = cases("t", [("bill", 1, 100.0), ("bill", 1, 120.0), ("roam", 1, 500.0)])
    others = cases("o", [("bill", 1, 10.0)] * 5 + [("roam", 1, 400.0)] * 5 + [("roam", 6, 9_999.0)] * 5)

    found = matching.added(treated, others, ["wait"])

    # 90, 110 and 100 more.
    assert found is not None
    assert (found.n, found.treated) == (3, 3)
    assert found.means["wait"] == pytest.approx(100.0)
    lower, upper = found.bounds("wait") or (0, 0)
    assert 90 <= lower < 100 < upper <= 110


def test_where_the_hour_has_too_few_the_nearest_one_serves_and_a_weekend_is_far() -> None:
    treated = cases("t", [("bill", 3, 100.0)])
    others = cases("o", [("bill", 3, 0.0)] * 4 + [("bill", 5, 40.0)] * 5 + [("bill", 15, 70.0)] * 5)

    found = matching.added(treated, others, ["wait"])

    assert found is not None
    assert found.means["wait"] == pytest.approx(60.0)


def test_without_anybody_alike_there_is_no_answer() -> None:
    assert (
        matching.added(cases("t", [("bill", 1, 5.0)]), cases("o", [("roam", 1, 5.0)] * 9), ["wait"]) is None
    )


def test_the_order_of_rows_changes_no_bit() -> None:
    treated = cases("t", [("bill", n % 3, 100.0 + n) for n in range(30)])
    others = cases("o", [("bill", n % 3, float(n % 17)) for n in range(60)])

    one = matching.added(treated, others, ["wait"])
    other = matching.added(treated.reverse(), others.reverse(), ["wait"])

    assert one is not None and other is not None
    assert one.bounds("wait") == other.bounds("wait")
    assert one.means == other.means
