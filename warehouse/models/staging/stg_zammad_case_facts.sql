/*
per = "case_id"
[units]
"raw.zammad_histories" = ["payload ->> '$.o_id'"]
"raw.zammad_tickets" = ["payload ->> '$.id'"]
"raw.zammad_articles" = ["payload ->> '$.ticket_id'"]
*/
-- What attributes of Zammad's tickets say of a ticket, one row a change of an attribute that [sources.NAME.fields] maps
-- to a fact, by its name.
--
-- What a ticket was created with isn't logged: it is the first change's old value, or else what the ticket holds
-- today. An attribute that was emptied is a fact without a value. Zammad writes an instant's zone behind it.
--
-- A fact belongs to the public reply that the same person wrote within the same two seconds: Zammad logs an update of
-- both as two.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'zammad' and json_exists(settings, '$.fields')
),

fields as (
    select
        source,
        field.key as fact,
        field.value as attribute
    from mapped
),

entries as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.o_id' as ticket,
        try_cast(payload ->> '$.id' as bigint) as number,
        try_cast(payload ->> '$.created_at' as timestamptz) as event_at,
        payload ->> '$.type' as type,
        payload ->> '$.attribute' as attribute,
        coalesce(payload ->> '$.value_from', '') as value_from,
        coalesce(payload ->> '$.value_to', '') as value_to,
        payload ->> '$.created_by_id' as writer
    from raw.zammad_histories
    where source in (select source from fields)
),

begun as (
    select
        source,
        ticket,
        min_by(struct_pack(event_at, number, record_id, file, line, received_at), number) as first
    from entries
    where number is not null and event_at is not null and ticket is not null
    group by source, ticket
),

replies as (
    select
        source,
        payload ->> '$.id' as article,
        payload ->> '$.ticket_id' as ticket,
        payload ->> '$.created_by_id' as writer,
        try_cast(payload ->> '$.created_at' as timestamptz) as sent_at
    from raw.zammad_articles
    where
        (payload ->> '$.internal') = 'false'
        and (payload ->> '$.sender') = 'Agent'
        and source in (select source from fields)
),

changes as (
    select
        entries.*,
        fields.fact
    from entries
    inner join fields on entries.source = fields.source and entries.attribute = fields.attribute
    where entries.type = 'updated' and entries.number is not null and entries.event_at is not null
),

told as (
    select
        changes.source,
        changes.ticket,
        changes.fact,
        changes.value_to as value,
        changes.event_at,
        changes.number as event_order,
        changes.writer,
        changes.record_id,
        changes.file,
        changes.line,
        changes.received_at,
        min_by(replies.article, abs(epoch_us(replies.sent_at) - epoch_us(changes.event_at))) as article
    from changes
    left join replies
        on
        changes.source = replies.source
        and changes.ticket = replies.ticket
        and changes.writer = replies.writer
        and abs(epoch_us(replies.sent_at) - epoch_us(changes.event_at)) <= 2000000
    group by all
),

first_changes as (
    select
        source,
        ticket,
        fact,
        min_by(value_from, number) as earlier_value
    from changes
    group by source, ticket, fact
),

held as (
    select
        tickets.source,
        tickets.payload ->> '$.id' as ticket,
        fields.fact,
        coalesce(first_changes.earlier_value, tickets.payload ->> ('$."' || fields.attribute || '"')) as value,
        begun.first.event_at,
        begun.first.number as event_order,
        null::varchar as writer,
        begun.first.record_id,
        begun.first.file,
        begun.first.line,
        begun.first.received_at,
        null::varchar as article
    from raw.zammad_tickets as tickets
    inner join fields on tickets.source = fields.source
    inner join begun on tickets.source = begun.source and (tickets.payload ->> '$.id') = begun.ticket
    left join first_changes
        on
        tickets.source = first_changes.source
        and (tickets.payload ->> '$.id') = first_changes.ticket
        and fields.fact = first_changes.fact
    where not starts_with(tickets.record_id, 'gone:')
),

facts as (
    select *
    from told
    union all by name
    select *
    from held
    where value != ''
),

written as (
    select * replace (regexp_replace(value, '^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC$', '\1+00') as value)
    from facts
)

select
    source,
    source || ':' || ticket as case_id,
    fact,
    fact_value(fact, value) as value,
    event_at,
    event_order,
    pseudonym(source, writer) as agent_id,
    source || ':' || article as message_id,
    record_id,
    file,
    line,
    received_at,
    fact_problem(fact, value) as reject_reason
from written
