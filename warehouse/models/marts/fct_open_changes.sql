/*
sums = ["open_delta", "work_delta", "open_us", "work_us"]
moving = "false"
*/
-- What changes in the number of open cases within each hour, and how much time the changes make until the hour's end,
-- in microseconds: a case that opens a quarter of an hour before it makes 15 minutes. `work_*` is of cases that are
-- ours to work on (new or open). Running sums of the changes give what is open as each hour begins.
with points as (
    select
        *,
        started_at as point_at,
        1 as delta
    from marts.fct_case_states
    where is_open_state(state)
    union all by name
    select
        *,
        ended_at as point_at,
        -1 as delta
    from marts.fct_case_states
    where is_open_state(state) and ended_at is not null
),

timed as (
    select
        *,
        if(state in ('new', 'open'), delta, 0) as work_delta,
        -- Hours of microseconds: an instant's own hour ends with the next multiple of 3,600 seconds.
        3600000000 - epoch_us(point_at) % 3600000000 as left_us
    from points
)

select
    date_trunc('hour', point_at) as hour_at,
    source,
    platform,
    channel,
    visibility,
    department_id,
    sum(delta)::bigint as open_delta,
    sum(work_delta)::bigint as work_delta,
    sum(delta * left_us)::hugeint as open_us,
    sum(work_delta * left_us)::hugeint as work_us
from timed
group by all
-- Changes that cancel each other out leave nothing.
having sum(delta) != 0 or sum(work_delta) != 0 or sum(delta * left_us) != 0 or sum(work_delta * left_us) != 0
