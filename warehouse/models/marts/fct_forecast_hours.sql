-- A usual week of the next four, hour by hour (0 is Monday, midnight to one): contacts that are expected, people
-- planned, and people needed so that live contacts meet their goal (Erlang A) and what may wait is worked off,
-- spread over all hours.
select
    department_id,
    growth,
    hour_of_week::integer as hour_of_week,
    max(value) filter (where name = 'contacts') as contacts,
    max(value) filter (where name = 'people') as people_planned,
    max(value) filter (where name = 'needed') as people_needed
from steps.int_capacity
where kind = 'hour'
group by department_id, growth, hour_of_week
