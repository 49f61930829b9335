-- Work against people by calendar week (from `week_start`, a Monday), in hours: `load_hours` of weeks that are
-- over, and of this and later ones the paths' quantiles. `contacts` is the count, or the mean of the paths.
select
    department_id,
    growth,
    day as week_start,
    max(value) filter (where name = 'load') as load_hours,
    max(value) filter (where name = 'capacity') as capacity_hours,
    max(value) filter (where name = 'p03') as load_p03,
    max(value) filter (where name = 'p10') as load_p10,
    max(value) filter (where name = 'p25') as load_p25,
    max(value) filter (where name = 'p50') as load_p50,
    max(value) filter (where name = 'p75') as load_p75,
    max(value) filter (where name = 'p90') as load_p90,
    max(value) filter (where name = 'p98') as load_p98,
    max(sample_size) filter (where name in ('load', 'p50')) as contacts
from steps.int_capacity
where kind = 'week'
group by department_id, growth, day
