-- Chatwoot's agents and teams by name, as activities name them: those names that only one of them has.
with listed as (
    select
        source,
        'agent' as kind,
        payload ->> '$.id' as id,
        payload ->> '$.name' as name
    from raw.chatwoot_agents
    union all by name
    select
        source,
        'team' as kind,
        payload ->> '$.id' as id,
        payload ->> '$.name' as name
    from raw.chatwoot_teams
)

select
    source,
    kind,
    id,
    name
from listed
where name is not null
qualify count(*) over (partition by source, kind, name) = 1
