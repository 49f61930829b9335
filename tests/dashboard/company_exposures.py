"""What posts did to the tests' company: waits to compare, and one post that answers for everybody."""

from datetime import timedelta

import duckdb

from warehouse.catalog import load

HELP = "facebook:help"
HELP_TEXT = "Billing: so liest man die Rechnung"


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Add a help post about billing, four weeks before the end, and what follows from posts and waits."""
    run = connection.execute
    as_of = run("select as_of from marts.dim_snapshot").fetchone()
    assert as_of is not None
    run(
        "insert into marts.dim_post by name select ? as post_id, 'facebook' as source, 'facebook' as platform,"
        " 'nordfunk' as account, ?::timestamptz as published_at, false as is_paid,"
        " ? as text, 'help' as kind, false as is_reactive",
        [HELP, as_of[0] - timedelta(days=28, hours=20), HELP_TEXT],
    )
    run("create or replace table company.departments as select department_id, kind from marts.dim_department")
    models = load().models
    for name in ("fct_exposures", "dim_clean_hour", "fct_first_waits", "dim_help_post"):
        run(f"create or replace table marts.{name} as {models[f'marts.{name}'].sql}")
