-- Who answers for the company without being of it, [from_at, until_at), NULL being open: people of a service provider
-- (`agent_id`, as a pseudonym of the source), and whole departments of one, where `agent_id` is NULL and `source`, too.
-- A person whom a source calls an agency's and nobody else names is one of the provider 'agency'.
with named as (
    select
        source,
        agent_id,
        department_id,
        provider,
        from_at,
        until_at
    from company.providers
),

agencies as (
    select distinct
        source,
        agent_id
    from marts.fct_messages
    where author_kind = 'agency' and agent_id is not null
)

select
    source,
    agent_id,
    department_id,
    provider,
    from_at,
    until_at
from named
union all
select
    null as source,
    null as agent_id,
    member_id as department_id,
    provider,
    from_at,
    until_at
from company.organisation
where member_kind = 'department' and provider is not null
union all
select
    agencies.source,
    agencies.agent_id,
    null as department_id,
    'agency' as provider,
    null as from_at,
    null as until_at
from agencies
anti join named on agencies.source = named.source and agencies.agent_id = named.agent_id
