-- Planned shifts: as the configuration plans them, and as tables and calendars of rosters say beside it. They add up,
-- unless [leading] shift says who leads: then a department's day is as the first of these has it, and what others say
-- of that day doesn't count.
with ranked as (
    select
        told.*,
        coalesce(leads.rank, 1000) as rank
    from steps.int_told_shifts as told
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'shift'
)

select
    department_id,
    started_at,
    ended_at,
    headcount
from ranked
qualify
    rank = min(rank) over (partition by department_id, told_day)
    or (select count_if(fact = 'shift') from company.leading_sources) = 0
