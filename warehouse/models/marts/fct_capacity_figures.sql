-- What is forecast of each department's capacity, one row a figure (`statistic`), by how contacts grow: as
-- observed, or by the share that is planned. `target_id` says of which target; of a date, which breaks first. A
-- value that can't be told is NULL and has its `reason`. Intervals hold 80 % of the paths; those of growth and of
-- shares that were seen, 95 %. `department_days` is when the department breaks: of several, the first speaks for
-- the company.
select
    department_id,
    growth,
    name as statistic,
    detail as target_id,
    value,
    lower,
    upper,
    sample_size,
    reason,
    growth = 'observed' as is_observed,
    max(value) filter (where name = 'days_until') over (partition by department_id, growth) as department_days
from steps.int_capacity
where kind = 'figure'
