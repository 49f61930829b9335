/*
sums = ["open_delta", "origin_delta"]
moving = "false"
*/
-- Changes of the backlog between the instants of marts.dim_hour: a case counts at an instant if that lies in one of its
-- open intervals [started_at, ended_at). Running sums of `open_delta` give the cases open, by age since the case first
-- opened (a reopened case keeps its age); `origin_delta` sums those openings, in microseconds since 1970, so that the
-- age of all open cases together is instant x count - origins.
with age_classes (age_class, from_us, to_us) as (
    values
    ('0_1h', 0::bigint, 3600000000::bigint),
    ('1_5h', 3600000000, 18000000000),
    ('5_24h', 18000000000, 86400000000),
    ('1_3d', 86400000000, 259200000000),
    ('3_7d', 259200000000, 604800000000),
    ('over_7d', 604800000000, null)
),

-- Whole microseconds since 1970 throughout: instants would be several times as dear to add up and compare.
clock as (
    select
        epoch_us(getvariable('as_of')) as now_us,
        3600000000 as hour_us
),

open_states as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        epoch_us(opened_at) as opened_us,
        epoch_us(started_at) as started_us,
        epoch_us(ended_at) as ended_us
    from marts.fct_case_states
    where is_open_state(state) and started_at <= getvariable('as_of')
),

open_spells as (
    select
        states.* exclude (started_us, ended_us),
        classes.age_class,
        greatest(states.started_us, states.opened_us + classes.from_us) as from_us,
        case
            when classes.to_us is null then states.ended_us
            when states.ended_us is null then states.opened_us + classes.to_us
            else least(states.ended_us, states.opened_us + classes.to_us)
        end as until_us
    from open_states as states
    inner join age_classes as classes
        on coalesce(states.ended_us > states.opened_us + classes.from_us, true)
        and coalesce(states.started_us < states.opened_us + classes.to_us, true)
),

-- From the first instant of marts.dim_hour at which it counts to the first at which it doesn't any more.
bounded as (
    select
        spells.*,
        least((from_us + hour_us - 1) // hour_us * hour_us, now_us) as first_us,
        case when until_us <= now_us then least((until_us + hour_us - 1) // hour_us * hour_us, now_us) end as last_us
    from open_spells as spells
    cross join clock
    where from_us <= now_us
),

deltas as (
    select
        * exclude (first_us, last_us),
        unnest([  -- noqa: AL03
            {instant_us: first_us, delta: 1},
            {instant_us: last_us, delta: -1}
        ], recursive := true)
    from bounded
    where first_us is distinct from last_us
)

select
    make_timestamptz(instant_us) as instant_at,
    source,
    platform,
    channel,
    visibility,
    department_id,
    state,
    age_class,
    sum(delta)::bigint as open_delta,
    sum(delta * opened_us)::hugeint as origin_delta
from deltas
where instant_us is not null
group by instant_us, source, platform, channel, visibility, department_id, state, age_class
-- Changes that cancel each other out are none.
having open_delta != 0 or origin_delta != 0
