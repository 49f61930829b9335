/*
per = "case_id"
[units]
"raw.chatwoot_conversations" = ["payload ->> '$.id'"]
*/
-- What custom attributes of Chatwoot's conversations say, one row a change of an attribute that [sources.NAME.fields]
-- maps to a fact, by its key.
--
-- No change is logged: a fact holds from the change of the conversation at which it was first seen so, and what the
-- first version says, from the beginning on. Who wrote it isn't known, nor with which message.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'chatwoot' and json_exists(settings, '$.fields')
),

versions as (
    select
        versions.source,
        versions.payload ->> '$.id' as conversation,
        mapped.field.key as fact,
        coalesce(
            versions.payload -> '$.custom_attributes' ->> ('$."' || mapped.field.value || '"'), ''
        ) as value,
        coalesce(
            try_cast(versions.payload ->> '$.updated_at' as double),
            try_cast(versions.payload ->> '$.last_activity_at' as double)
        ) as changed,
        try_cast(versions.payload ->> '$.created_at' as double) as created,
        versions.record_id,
        versions.file,
        versions.line,
        versions.received_at
    from raw.chatwoot_conversations as versions
    inner join mapped on versions.source = mapped.source
    where not starts_with(versions.record_id, 'gone:')
),

changes as (
    select
        *,
        lag(value) over log as earlier_value,
        row_number() over log = 1 as is_first
    from versions
    where changed is not null and created is not null
    window log as (partition by source, conversation, fact order by changed, record_id)
)

select
    source,
    source || ':' || conversation as case_id,
    fact,
    fact_value(fact, value) as value,
    to_timestamp(if(is_first, created, changed)) as event_at,
    (changed * 1000)::bigint as event_order,
    null::varchar as agent_id,
    null::varchar as message_id,
    record_id,
    file,
    line,
    received_at,
    fact_problem(fact, value) as reject_reason
from changes
where value is distinct from coalesce(earlier_value, '')
