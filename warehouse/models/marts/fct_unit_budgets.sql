-- Budgets by day and unit of the house, in EUR: each department's belongs to the unit that it is of on that day (NULL:
-- nobody has said). A hub ([[organisation]] serves_others) works for others: its budget is shared out among the units
-- by the cases that it first had in that month, each the unit's whose department its topic is. What has no such topic
-- is left out of the shares; in a month without any, a hub's budget stays its own. kind: own, or hub for what another
-- unit's hub has cost it.
with belongings as (
    select
        member_id as department_id,
        unit as org_unit,
        serves_others,
        coalesce(from_day, '-infinity'::date) as from_day,
        coalesce(until_day, 'infinity'::date) as until_day
    from marts.dim_organisation
    where member_kind = 'department'
),

days as (
    select
        budgets.budget_day,
        budgets.department_id,
        budgets.cost_category,
        belongings.org_unit,
        coalesce(belongings.serves_others, false) as is_hub,
        sum(budgets.amount) as amount
    from marts.fct_budget_days as budgets
    left join belongings
        on budgets.department_id = belongings.department_id
        and budgets.budget_day >= belongings.from_day
        and budgets.budget_day < belongings.until_day
    group by all
),

worked as (
    select
        routes.first_department_id as department_id,
        date_trunc('month', routes.opened_day)::date as month_start,
        owners.org_unit,
        count(*) as case_count
    from marts.fct_routes as routes
    inner join belongings as hubs
        on routes.first_department_id = hubs.department_id
        and routes.opened_day >= hubs.from_day
        and routes.opened_day < hubs.until_day
    inner join belongings as owners
        on routes.topic_department_id = owners.department_id
        and routes.opened_day >= owners.from_day
        and routes.opened_day < owners.until_day
    where hubs.serves_others and owners.org_unit is not null
    group by all
),

shares as (
    select
        *,
        sum(case_count) over (partition by department_id, month_start) as all_count
    from worked
)

select
    days.budget_day,
    days.department_id,
    days.cost_category,
    coalesce(shares.org_unit, days.org_unit) as org_unit,
    if(shares.org_unit is distinct from days.org_unit and shares.org_unit is not null, 'hub', 'own') as kind,
    (days.amount * coalesce(shares.case_count / shares.all_count, 1))::decimal(18, 6) as amount,
    shares.case_count
from days
left join shares
    on days.is_hub
    and days.department_id = shares.department_id
    and date_trunc('month', days.budget_day)::date = shares.month_start
