"""The demo lives at the instant that it shows: nothing on its pages is later, and nothing lasts longer than it can."""

import duckdb
import pytest

pytestmark = pytest.mark.server


def test_nothing_was_read_or_came_after_the_instant_that_the_demo_shows(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    late = snapshot.execute("""
        with instants as (
            select 'read: ' || source as what, last_success_at as seen_at from marts.dim_source
            union all
            select 'record: ' || source, last_record_at from marts.dim_source
            union all
            select 'load: ' || source, loaded_at from quality.loads
            union all
            select 'message: ' || source, received_at from marts.fct_messages
        )

        select what, seen_at from instants cross join marts.dim_snapshot
        where seen_at >= as_of + interval 1 second or seen_at is null
    """).fetchall()

    assert late == []


def test_what_will_be_lost_has_no_more_time_left_than_its_rule_gives(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    left = snapshot.execute("""
        select rules.rule_id, rules.hours, max(epoch(expires_at - as_of)) / 3600
        from marts.fct_expiring join marts.dim_expiry_rule as rules using (rule_id) cross join marts.dim_snapshot
        group by all
    """).fetchall()

    assert {"messenger_window", "x_messages", "instagram_stories"} <= {rule for rule, _, _ in left}
    assert all(hours_left <= hours for _, hours, hours_left in left), left
