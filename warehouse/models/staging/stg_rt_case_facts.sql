/*
per = "case_id"
[units]
"raw.rt_transactions" = ["payload ->> '$.ObjectId'"]
*/
-- What custom fields of Request Tracker say of a ticket, one row a change of a field that [sources.NAME.fields] maps to
-- a fact, by its name or number; and how long a reply took, where its writer said so.
--
-- What a ticket was created with isn't logged: it is the first change's old value, or else what the ticket holds today.
-- Of a field with several values the latest counts. Instants of date fields are UTC and are logged without saying so.
-- A fact belongs to the reply that the same person wrote within the same two seconds: RT logs an update of both as two.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'rt' and json_exists(settings, '$.fields')
),

fields as (
    select
        mapped.source,
        mapped.field.key as fact,
        listed.record_id as field_id,
        (listed.payload ->> '$.Type') = 'DateTime' as is_instant
    from mapped
    inner join raw.rt_custom_fields as listed
        on
        mapped.source = listed.source
        and mapped.field.value in (listed.record_id, listed.payload ->> '$.Name')
),

-- Where a field says it, RT's own minutes don't count.
timed as (
    select source
    from fields
    where fact = 'handle_seconds'
),

log as (
    select *
    from staging.stg_rt_transactions
),

begun as (
    select
        source,
        ticket,
        min_by(struct_pack(event_at, number, file, line, received_at), number) as first
    from log
    group by source, ticket
),

changes as (
    select
        log.source,
        log.case_id,
        log.ticket,
        fields.fact,
        fields.field_id,
        fields.is_instant,
        coalesce(log.old_value, '') as old_value,
        coalesce(log.new_value, '') as new_value,
        log.creator,
        log.event_at,
        log.number as event_order,
        log.file,
        log.line,
        log.received_at,
        last_value(nullif(log.new_value, '') ignore nulls) over (
            partition by log.source, log.ticket, fields.field_id order by log.number
            rows between unbounded preceding and 1 preceding
        ) as earlier_value
    from log
    inner join fields on log.source = fields.source and log.field = fields.field_id
    where log.type = 'CustomField'
),

firsts as (
    select
        source,
        ticket,
        field_id,
        min_by(old_value, event_order) as old_value
    from changes
    group by source, ticket, field_id
),

held as (
    select
        tickets.source,
        tickets.case_id,
        fields.fact,
        fields.is_instant,
        coalesce(
            firsts.old_value,
            list_filter(tickets.custom_fields::json[], lambda one: (one ->> '$.id') = fields.field_id)[1]
            ->> '$.values[0]'
        ) as value,
        begun.first.event_at,
        begun.first.number as event_order,
        begun.first.file,
        begun.first.line,
        begun.first.received_at
    from staging.stg_rt_tickets as tickets
    inner join fields on tickets.source = fields.source
    inner join begun on tickets.source = begun.source and tickets.ticket = begun.ticket
    left join firsts
        on
        tickets.source = firsts.source
        and tickets.ticket = firsts.ticket
        and fields.field_id = firsts.field_id
),

replies as (
    select
        source,
        case_id,
        creator,
        event_id,
        event_at
    from log
    where type = 'Correspond'
),

told as (
    select
        changes.source,
        changes.case_id,
        changes.fact,
        changes.is_instant,
        changes.new_value as value,
        changes.event_at,
        changes.event_order,
        any_value(changes.creator) as creator,
        min_by(replies.event_id, abs(epoch_us(replies.event_at) - epoch_us(changes.event_at))) as message_id,
        any_value(changes.file) as file,
        any_value(changes.line) as line,
        any_value(changes.received_at) as received_at
    from changes
    left join replies
        on
        changes.source = replies.source
        and changes.case_id = replies.case_id
        and changes.creator = replies.creator
        and abs(epoch_us(replies.event_at) - epoch_us(changes.event_at)) <= 2000000
    -- Of several values one may go that isn't the latest.
    where changes.new_value != '' or coalesce(changes.earlier_value, changes.old_value) = changes.old_value
    group by all
),

facts as (
    select *
    from told
    union all by name
    select
        *,
        null::varchar as creator,
        null::varchar as message_id
    from held
    where value != ''
    union all by name
    select
        source,
        case_id,
        'handle_seconds' as fact,
        false as is_instant,
        (time_taken * 60)::varchar as value,
        event_at,
        number as event_order,
        creator,
        event_id as message_id,
        file,
        line,
        received_at
    from log
    where
        type = 'Correspond'
        and time_taken > 0
        and source not in (from timed)
),

written as (
    select
        * replace (
            case
                -- RT's own word for a date that isn't set.
                when is_instant and starts_with(value, '1970-01-01') then ''
                when is_instant and regexp_full_match(value, '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d') then value || '+00'
                else value
            end as value
        )
    from facts
)

select
    written.source,
    written.case_id,
    written.fact,
    fact_value(written.fact, written.value) as value,
    written.event_at,
    written.event_order,
    pseudonym(written.source, written.creator) as agent_id,
    written.message_id,
    records.record_id,
    written.file,
    written.line,
    written.received_at,
    fact_problem(written.fact, written.value) as reject_reason
from written
inner join raw.rt_transactions as records
    on written.source = records.source and written.event_order::varchar = records.record_id
