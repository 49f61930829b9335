-- What HubSpot's properties say of a ticket, one row a value that a property had which [sources.NAME.fields] maps to a
-- fact, from the instant on at which it was set.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'hubspot' and json_exists(settings, '$.fields')
),

valued as (
    select
        tickets.source,
        tickets.source || ':' || (tickets.payload ->> '$.id') as case_id,
        mapped.field.key as fact,
        entry ->> '$.value' as value,
        try_cast(entry ->> '$.timestamp' as timestamptz) as event_at,
        entry ->> '$.updatedByUserId' as user_id,
        tickets.record_id,
        tickets.file,
        tickets.line,
        tickets.received_at
    from raw.hubspot_tickets as tickets
    inner join mapped on tickets.source = mapped.source
    cross join
        unnest((tickets.payload -> ('$.propertiesWithHistory."' || mapped.field.value || '"'))::json[])
            as entries (entry)
),

owners as (
    select
        source,
        payload ->> '$.userId' as user_id,
        any_value(payload ->> '$.id') as owner_id
    from raw.hubspot_owners
    group by source, payload ->> '$.userId'
)

select
    valued.source,
    valued.case_id,
    valued.fact,
    fact_value(valued.fact, valued.value) as value,
    valued.event_at,
    epoch_ms(valued.event_at) as event_order,
    pseudonym(valued.source, 'owner:' || owners.owner_id) as agent_id,
    null::varchar as message_id,
    valued.record_id,
    valued.file,
    valued.line,
    valued.received_at,
    if(
        valued.event_at is null,
        valued.fact || ': a value without its instant',
        fact_problem(valued.fact, valued.value)
    ) as reject_reason
from valued
left join owners on valued.source = owners.source and valued.user_id = owners.user_id
