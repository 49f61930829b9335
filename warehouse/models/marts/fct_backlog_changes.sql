/*
sums = ["open_delta", "origin_delta"]
moving = "false"
*/
-- Changes of the backlog between the instants of marts.dim_hour: a case counts at an instant if that lies in one of its
-- open intervals [started_at, ended_at). Running sums of `open_delta` give the cases open, by age since the case first
-- opened (a reopened case keeps its age); `origin_delta` sums those openings, in microseconds since 1970, so that the
-- age of all open cases together is instant x count - origins.
with age_classes (age_class, from_seconds, to_seconds) as (
    values
    ('0_1h', 0, 3600),
    ('1_5h', 3600, 18000),
    ('5_24h', 18000, 86400),
    ('1_3d', 86400, 259200),
    ('3_7d', 259200, 604800),
    ('over_7d', 604800, null)
),

open_spells as (
    select
        states.*,
        classes.age_class,
        greatest(started_at, later(opened_at, from_seconds * 1000000::bigint)) as counts_from,
        case
            when to_seconds is null then ended_at
            when ended_at is null then later(opened_at, to_seconds * 1000000::bigint)
            else least(ended_at, later(opened_at, to_seconds * 1000000::bigint))
        end as counts_until
    from marts.fct_case_states as states
    cross join age_classes as classes
    where is_open_state(state)
),

steps as (
    select
        *,
        least(hour_from(counts_from), getvariable('as_of')) as first_at,
        if(counts_until <= getvariable('as_of'), least(hour_from(counts_until), getvariable('as_of')), null) as last_at
    from open_spells
    where counts_from < coalesce(counts_until, 'infinity') and counts_from <= getvariable('as_of')
),

deltas as (
    select
        *,
        first_at as instant_at,
        1 as delta
    from steps
    where first_at is distinct from last_at
    union all by name
    select
        *,
        last_at as instant_at,
        -1 as delta
    from steps
    where last_at is not null and first_at is distinct from last_at
)

select
    instant_at,
    source,
    platform,
    channel,
    visibility,
    department_id,
    state,
    age_class,
    sum(delta)::bigint as open_delta,
    sum(delta * epoch_us(opened_at)::hugeint)::hugeint as origin_delta
from deltas
group by instant_at, source, platform, channel, visibility, department_id, state, age_class
-- Changes that cancel each other out are none.
having open_delta != 0 or origin_delta != 0
