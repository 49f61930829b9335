/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
"raw.zendesk_ticket_events" = ["payload ->> '$.ticket_id'"]
*/
-- What Zendesk's custom fields say of a ticket, one row a change of a field that [sources.NAME.fields] maps to a fact.
--
-- A field that was emptied is a fact without a value. Where a ticket's log lacks its beginning, a fact's earlier value
-- is the first change's previous value, or else what the ticket holds today; it counts from the log's first event on,
-- for nobody knows since when. In the export, a child event says {"custom_ticket_fields": {id: value}}; not
-- verified against the live platform.
with mapped as (
    select
        source,
        unnest(map_entries((settings -> '$.fields')::map (varchar, varchar))) as field
    from company.sources
    where type = 'zendesk' and json_exists(settings, '$.fields')
),

fields as (
    select
        source,
        field.key as fact,
        field.value as field_id
    from mapped
),

-- Order and instant are those of the ticket's events: a fact holds from its event on.
logged as (
    select
        source,
        case_id,
        event_id,
        event_at,
        event_order
    from staging.stg_zendesk_case_events
    where source in (select source from fields)
),

audits as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        source || ':' || (payload ->> '$.id') as event_id,
        payload ->> '$.updater_id' as updater,
        json_transform(
            payload -> '$.child_events',
            '[{
                "id": "VARCHAR", "event_type": "VARCHAR", "public": "VARCHAR", "comment_present": "VARCHAR",
                "custom_ticket_fields": "JSON", "previous_value": "VARCHAR"
            }]'
        ) as children
    from raw.zendesk_ticket_events
    where contains(payload, '"custom_ticket_fields"') and source in (select source from fields)
),

children as (
    select
        * exclude (children),
        list_filter(
            children,
            lambda child: child.event_type = 'Comment' and child.public = 'true' and child.comment_present is null
        )[1].id as comment,
        unnest(children) as child
    from audits
),

changes as (
    select
        children.source,
        children.event_id,
        fields.fact,
        children.child.custom_ticket_fields ->> ('$."' || fields.field_id || '"') as value,
        children.child.previous_value,
        children.updater,
        children.comment,
        children.record_id,
        children.file,
        children.line,
        children.received_at
    from children
    inner join fields
        on
        children.source = fields.source
        and json_exists(children.child.custom_ticket_fields, '$."' || fields.field_id || '"')
),

told as (
    select
        changes.*,
        logged.case_id,
        logged.event_at,
        logged.event_order
    from changes
    inner join logged using (source, event_id)
),

whole_logs as (
    select distinct
        source,
        payload ->> '$.ticket_id' as ticket
    from raw.zendesk_ticket_events
    where contains(payload, '"Create"') and source in (select source from fields)
),

-- Tickets whose log lacks its beginning, with what they hold today.
torn as (
    select
        tickets.source,
        tickets.source || ':' || (tickets.payload ->> '$.id') as case_id,
        tickets.record_id,
        tickets.file,
        tickets.line,
        tickets.received_at,
        fields.fact,
        (tickets.payload -> '$.custom_fields')::json[] as custom_fields,
        list_filter(custom_fields, lambda one: (one ->> '$.id') = fields.field_id)[1] ->> '$.value' as present_value
    from raw.zendesk_tickets as tickets
    inner join fields on tickets.source = fields.source
    anti join whole_logs
        on tickets.source = whole_logs.source and (tickets.payload ->> '$.id') = whole_logs.ticket
),

first_changes as (
    select
        source,
        case_id,
        fact,
        arg_min(coalesce(previous_value, ''), event_order) as earlier_value
    from told
    group by all
),

begun as (
    select
        source,
        case_id,
        min(event_at) filter (where event_order > 0) as log_begins_at
    from logged
    group by all
),

held_before as (
    select
        torn.source,
        torn.case_id,
        torn.fact,
        nullif(coalesce(first_changes.earlier_value, torn.present_value), '') as value,
        begun.log_begins_at as event_at,
        0 as event_order,
        torn.record_id,
        torn.file,
        torn.line,
        torn.received_at
    from torn
    inner join begun on torn.source = begun.source and torn.case_id = begun.case_id
    left join first_changes
        on
        torn.source = first_changes.source
        and torn.case_id = first_changes.case_id
        and torn.fact = first_changes.fact
),

facts as (
    select
        source,
        case_id,
        fact,
        value,
        event_at,
        event_order,
        pseudonym(source, nullif(updater, '-1')) as agent_id,
        source || ':' || comment as message_id,
        record_id,
        file,
        line,
        received_at
    from told
    union all by name
    select
        *,
        null::varchar as agent_id,
        null::varchar as message_id
    from held_before
    where value is not null
)

select
    source,
    case_id,
    fact,
    fact_value(fact, value) as value,
    event_at,
    event_order,
    agent_id,
    message_id,
    record_id,
    file,
    line,
    received_at,
    fact_problem(fact, value) as reject_reason
from facts
