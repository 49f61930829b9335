-- Amounts that two sources both say of one thing: one row a thing and pair of sources, the one that [leading] names
-- first before the other. fact 'spend': EUR of a campaign's ads on a day and platform, by an ad account and by tables.
-- 'shift': person-hours of a department's day, by each source of shifts, where [leading] says who leads. 'budget': EUR
-- of a department's month and category, by each source of budgets, where [leading] says who leads and both have one
-- for as many of its days. `least` is the difference below which nobody would speak of one.
with spent as (
    select
        told.campaign_id as subject,
        told.spent_day as told_day,
        told.ad_platform as platform,
        told.told_by,
        string_agg(distinct told.source, ', ' order by told.source) as source,
        min(coalesce(leads.rank, 1000)) as rank,
        -- Exact, so that the sum is the same in any order.
        sum(told.amount::decimal(18, 4))::double as amount
    from steps.int_told_spend as told
    cross join company.settings as settings
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'spend'
    where
        told.campaign_id is not null
        and told.ad_platform is not null
        and told.spent_day <= timezone(settings.zone, getvariable('as_of'))::date
    group by told.campaign_id, told.spent_day, told.ad_platform, told.told_by
),

planned as (
    select
        told.department_id as subject,
        told.told_day,
        null::varchar as platform,
        told.source,
        min(coalesce(leads.rank, 1000)) as rank,
        sum(told.headcount * epoch_us(told.ended_at - told.started_at))::double / 3.6e9 as amount
    from steps.int_told_shifts as told
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'shift'
    where (select count_if(fact = 'shift') from company.leading_sources) > 0
    group by told.department_id, told.told_day, told.source
),

budgeted as (
    select
        told.department_id || '/' || told.category as subject,
        told.month_start as told_day,
        null::varchar as platform,
        told.source,
        told.day_count,
        coalesce(leads.rank, 1000) as rank,
        told.amount
    from steps.int_told_budgets as told
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'budget'
    where (select count_if(fact = 'budget') from company.leading_sources) > 0
)

select
    'spend' as fact,
    'eur' as unit,
    0.01 as least,
    first.subject,
    first.told_day,
    first.platform,
    first.source as leading_source,
    second.source as other_source,
    first.amount as leading_amount,
    second.amount as other_amount
from spent as first
inner join spent as second
    on first.subject = second.subject
    and first.told_day = second.told_day
    and first.platform = second.platform
    and first.told_by != second.told_by
    and (first.rank < second.rank or (first.rank = second.rank and first.told_by < second.told_by))
union all
select
    'shift' as fact,
    'person_hours' as unit,
    1.0 / 60 as least,
    first.subject,
    first.told_day,
    first.platform,
    first.source as leading_source,
    second.source as other_source,
    first.amount as leading_amount,
    second.amount as other_amount
from planned as first
inner join planned as second
    on first.subject = second.subject
    and first.told_day = second.told_day
    and (first.rank < second.rank or (first.rank = second.rank and first.source < second.source))
union all
select
    'budget' as fact,
    'eur' as unit,
    0.01 as least,
    first.subject,
    first.told_day,
    first.platform,
    first.source as leading_source,
    second.source as other_source,
    first.amount as leading_amount,
    second.amount as other_amount
from budgeted as first
inner join budgeted as second
    on first.subject = second.subject
    and first.told_day = second.told_day
    and first.day_count = second.day_count
    and (first.rank < second.rank or (first.rank = second.rank and first.source < second.source))
