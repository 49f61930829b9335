"""The same curves as lifelines, the library that statisticians use."""

import numpy as np
import polars as pl
import pytest

from warehouse.survival import cumulative_incidence, kaplan_meier, percentiles

lifelines = pytest.importorskip("lifelines")


@pytest.fixture(scope="module")
def waits():
    """2,000 waits: answered, closed without a reply or open, with ties for the first half."""
    random = np.random.default_rng(7)
    count = 2_000
    end, cut = random.exponential(3600, count), random.exponential(6000, count)
    seconds = np.minimum(end, cut)
    seconds[: count // 2] = np.floor(seconds[: count // 2] / 60) * 60
    kind = np.where(end <= cut, random.choice([1, 2], count, p=[0.8, 0.2]), 0)
    return pl.DataFrame({"seconds": seconds, "end": kind}).with_columns(answered=pl.col("end") == 1)


@pytest.mark.definition(5)
def test_kaplan_meier_and_its_interval_equal_lifelines(waits):
    theirs = lifelines.KaplanMeierFitter().fit(waits["seconds"].to_numpy(), waits["answered"].to_numpy())
    ours = kaplan_meier(waits, [], "seconds", "answered")

    assert ours["time"].to_list() == theirs.survival_function_.index.to_list()
    np.testing.assert_allclose(ours["survival"], theirs.survival_function_.iloc[:, 0], atol=1e-12)
    certain = ours["survival"].is_between(0, 1, closed="none").to_numpy()
    np.testing.assert_allclose(
        ours.select("lower", "upper").to_numpy()[certain],
        theirs.confidence_interval_survival_function_.to_numpy()[certain],
        atol=1e-9,
    )


@pytest.mark.definition(5)
@pytest.mark.filterwarnings("ignore:Approximating using")
def test_percentiles_equal_lifelines(waits):
    theirs = lifelines.KaplanMeierFitter().fit(waits["seconds"].to_numpy(), waits["answered"].to_numpy())
    ours = percentiles(kaplan_meier(waits, [], "seconds", "answered"), [], [0.5, 0.75, 0.9])

    assert ours["value"].to_list() == [theirs.percentile(1 - share) for share in (0.5, 0.75, 0.9)]


@pytest.mark.definition(5, 17)
def test_cumulative_incidence_and_its_interval_equal_lifelines(waits):
    distinct = waits.tail(1_000)  # lifelines breaks ties at random
    fitter = lifelines.AalenJohansenFitter(calculate_variance=True)
    theirs = fitter.fit(distinct["seconds"].to_pandas(), distinct["end"].to_pandas(), event_of_interest=1)
    ours = cumulative_incidence(distinct, [], "seconds", "end")

    assert ours["time"].to_list() == theirs.cumulative_density_.index.to_list()
    np.testing.assert_allclose(ours["incidence"], theirs.cumulative_density_.iloc[:, 0], atol=1e-12)
    bounds = np.sort(theirs.confidence_interval_.to_numpy(), axis=1)  # they name upper what is lower
    known = ~np.isnan(bounds).any(axis=1)
    assert known.sum() > 500
    np.testing.assert_allclose(ours.select("lower", "upper").to_numpy()[known], bounds[known], atol=1e-9)


SMALL = {
    "ties": ([60, 60, 60, 120, 120, 180, 240], [1, 1, 0, 1, 0, 0, 1]),
    "all censored": ([10, 20, 20, 300], [0, 0, 0, 0]),
    "none censored": ([10, 20, 20, 300], [1, 1, 1, 1]),
    "one observation, answered": ([30], [1]),
    "one observation, open": ([300], [0]),
    "answered at once": ([0, 0, 5, 300], [1, 0, 1, 0]),
}


@pytest.mark.parametrize(("seconds", "answered"), SMALL.values(), ids=SMALL)
def test_few_ties_and_extremes_equal_lifelines_too(seconds, answered):
    frame = pl.DataFrame({"seconds": seconds, "answered": answered})
    theirs = lifelines.KaplanMeierFitter().fit(seconds, answered)
    curve = kaplan_meier(frame, [], "seconds", "answered")

    assert curve["time"].to_list() == theirs.survival_function_.index.to_list()
    # They draw the curve after 0 only; what was answered at once has left it at 0 already.
    np.testing.assert_allclose(curve["survival"][1:], theirs.survival_function_.iloc[1:, 0], atol=1e-12)
