-- Staffed times of each department, [started_at, ended_at) without overlaps: where shifts overlap, their people
-- add up.
with points as (
    select
        department_id,
        started_at as point_at,
        headcount as delta
    from steps.int_shifts
    union all by name
    select
        department_id,
        ended_at as point_at,
        -headcount as delta
    from steps.int_shifts
),

changes as (
    select
        department_id,
        point_at,
        sum(delta) as delta
    from points
    group by department_id, point_at
),

levels as (
    select
        department_id,
        point_at as started_at,
        lead(point_at) over history as ended_at,
        sum(delta) over history as headcount
    from changes
    where delta != 0
    window history as (partition by department_id order by point_at)
)

select
    department_id,
    started_at,
    ended_at,
    headcount::decimal(9, 2) as headcount
from levels
where headcount > 0
