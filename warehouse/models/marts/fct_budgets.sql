-- What a department may spend from a day until another, by category, in EUR, each row with its place in the table
-- it stands in. Several sources add up, unless [leading] budget says who leads: then a row doesn't count where the one
-- before its source has a budget of the department and category for any of its days.
with ranked as (
    select
        told.*,
        coalesce(leads.rank, 1000) as rank
    from staging.stg_budgets_rows as told
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'budget'
),

overruled as (
    select distinct later.budget_id
    from ranked as later
    inner join ranked as earlier
        on later.department_id = earlier.department_id
        and later.category = earlier.category
        and earlier.rank < later.rank
        and earlier.starts_day < later.ends_day
        and later.starts_day < earlier.ends_day
)

select
    ranked.budget_id,
    ranked.department_id,
    ranked.starts_day as quarter_start,
    ranked.ends_day as quarter_end,
    ranked.category,
    ranked.amount,
    ranked.item,
    ranked.source,
    ranked.file,
    ranked.line
from ranked
anti join overruled on ranked.budget_id = overruled.budget_id
