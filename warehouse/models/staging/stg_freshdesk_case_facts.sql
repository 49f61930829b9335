/*
per = "case_id"
*/
-- What Freshdesk's fields say of a ticket, one row a change that readings saw of a field that [sources.NAME.fields]
-- maps to a fact. What the first reading met counts from the ticket's beginning on; who set it, the API doesn't tell.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'freshdesk' and json_exists(settings, '$.fields')
),

valued as (
    select
        versions.source,
        versions.case_id,
        mapped.field.key as fact,
        coalesce(
            versions.custom_fields ->> ('$."' || mapped.field.value || '"'),
            if(mapped.field.value = 'type', versions.type, null)
        ) as value,
        lag(value) over history as old_value,
        versions.version,
        if(versions.version = 1, versions.created_at, versions.updated_at) as event_at,
        versions.version * 3 - if(versions.version = 1, 2, 0) as event_order,
        versions.seen_as as record_id,
        versions.file,
        versions.line,
        versions.received_at
    from staging.stg_freshdesk_versions as versions
    inner join mapped on versions.source = mapped.source
    -- The list of what was removed may tell less of a ticket.
    where not versions.is_removed
    window history as (
        partition by versions.source, versions.case_id, mapped.field.key
        order by versions.version
    )
)

select
    source,
    case_id,
    fact,
    fact_value(fact, value) as value,
    event_at,
    event_order,
    null::varchar as agent_id,
    null::varchar as message_id,
    record_id,
    file,
    line,
    received_at,
    fact_problem(fact, value) as reject_reason
from valued
where nullif(value, '') is distinct from nullif(old_value, '')
