"""metrics.capture_coverage on posts small enough to count by hand."""

from tests.warehouse.conftest import Build


def test_what_landed_of_what_is_counted_and_never_more(build: Build) -> None:
    built = build([])
    built.make("marts.fct_capture")
    built.change("""
        insert into marts.fct_capture (post_id, source, platform, date_day, said, landed)
        values
            ('a', 'yt', 'youtube', date '2026-11-18', 40, 38),
            ('b', 'yt', 'youtube', date '2026-11-18', 10, 11),
            ('c', 'x', 'x', date '2026-11-17', 0, 0)
    """)
    found = built.workspace.catalog.evaluate(
        built.workspace.connection, "capture_coverage", by=("source", "date_day")
    )

    rows = {row["source"]: row for row in found.to_dicts()}
    assert (rows["yt"]["numerator"], rows["yt"]["sample_size"], rows["yt"]["metric_value"]) == (48, 50, 0.96)
    assert (rows["x"]["sample_size"], rows["x"]["metric_value"]) == (0, None)
