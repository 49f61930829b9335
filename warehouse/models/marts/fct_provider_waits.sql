/* per = "wait_id" */
-- Waits (marts.fct_waits) that are a service provider's: those that one of its people answered, and those that nobody
-- did, or nobody who is known, while they lay with a department that is the provider's (marts.dim_provider). All others
-- are the company's own.
with people as (
    select
        agent_id,
        provider,
        coalesce(from_at, '-infinity') as from_at,
        coalesce(until_at, 'infinity') as until_at
    from marts.dim_provider
    where agent_id is not null
),

departments as (
    select
        department_id,
        provider,
        coalesce(from_at, '-infinity') as from_at,
        coalesce(until_at, 'infinity') as until_at
    from marts.dim_provider
    where agent_id is null
)

select
    waits.wait_id,
    waits.customer_id,
    coalesce(people.provider, departments.provider) as provider_name
from marts.fct_waits as waits
left join people
    on waits.agent_id = people.agent_id
    and waits.ended_at >= people.from_at
    and waits.ended_at < people.until_at
left join departments
    on coalesce(waits.answered_by_department_id, waits.department_id) = departments.department_id
    and coalesce(waits.ended_at, waits.opened_at) >= departments.from_at
    and coalesce(waits.ended_at, waits.opened_at) < departments.until_at
where people.provider is not null or departments.provider is not null
