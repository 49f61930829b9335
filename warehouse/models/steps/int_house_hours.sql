-- When anybody could have taken something: the opening hours of all departments together, as intervals that don't
-- touch, each with the open microseconds before it.
with marked as (
    select
        opened_at,
        closed_at,
        max(closed_at) over (
            order by opened_at, closed_at rows between unbounded preceding and 1 preceding
        ) as covered_until
    from (
        select distinct
            opened_at,
            closed_at
        from marts.dim_calendar_open
    ) as intervals
),

numbered as (
    select
        *,
        sum(coalesce(opened_at > covered_until, true)::integer) over (order by opened_at, closed_at) as number
    from marked
),

merged as (
    select
        min(opened_at) as opened_at,
        max(closed_at) as closed_at
    from numbered
    group by number
)

select
    opened_at,
    closed_at,
    coalesce(
        sum(epoch_us(closed_at) - epoch_us(opened_at)) over (
            order by opened_at rows between unbounded preceding and 1 preceding
        ),
        0
    )::bigint as open_us_before
from merged
