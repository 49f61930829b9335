/*
per = "case_id"
[units]
"raw.rt_transactions" = ["payload ->> '$.ObjectId'"]
[touches]
"staging.stg_rt_users" = """
    select events.case_id from staging.stg_rt_case_events as events
    inner join changes on events.agent_id = pseudonym(changes.source, changes.user_id)
    union all
    select events.case_id from staging.stg_rt_case_events as events
    inner join changes on events.agent_id = pseudonym(changes.source, changes.name)
"""
*/
-- Events of Request Tracker's tickets, one row a transaction that changed their state, with the complete state after
-- it.
--
-- A transaction names only what it changed, and Create nothing of what a ticket was created with: that is the first
-- change's old value, or else what the ticket holds today. A ticket older than what was fetched was there, as it was
-- before the first change, since it was created. What was merged into another ticket stays merged.
--
-- RT's own statuses mean ours; those of other lifecycles are mapped by `states` of the source. While the custom field
-- that stands for approvals says "requested", an open ticket waits for an approval.
with own_states as (
    select
        source,
        unnest(map_entries((settings -> '$.states')::map (varchar, varchar))) as mapped
    from company.sources
    where type = 'rt' and json_exists(settings, '$.states')
),

own_words as (
    select
        source,
        map_from_entries(list((lower(mapped.key), mapped.value))) as states
    from own_states
    group by source
),

sources as (
    select
        sources.source,
        map_concat(
            map_from_entries([
                ('new', 'new'), ('open', 'open'), ('stalled', 'waiting_customer'), ('resolved', 'resolved'),
                ('rejected', 'closed'), ('deleted', 'deleted')
            ]),
            coalesce(own_words.states, map_from_entries([('', '')]))
        ) as states
    from company.sources as sources
    left join own_words on sources.source = own_words.source
    where sources.type = 'rt'
),

approval_fields as (
    select
        fields.source,
        fields.record_id as field_id
    from raw.rt_custom_fields as fields
    inner join company.sources as sources on fields.source = sources.source
    where (sources.settings ->> '$.fields.approval') in (fields.record_id, fields.payload ->> '$.Name')
),

queues as (
    select
        source,
        record_id as queue_id,
        payload ->> '$.Name' as name
    from raw.rt_queues
),

changes as (
    select
        log.* exclude (old_value, new_value, text),
        case
            when log.type = 'Create' then 'created'
            when log.type in ('Status', 'Set') and log.field = 'Status' then 'status'
            when log.type = 'Set' and log.field = 'Queue' then 'queue'
            when log.type in ('Set', 'Take', 'Untake', 'Steal', 'Give', 'Force') and log.field = 'Owner' then 'owner'
            when log.type = 'Set' and log.field = 'Priority' then 'priority'
            when log.type = 'CustomField' and fields.field_id is not null then 'approval'
            -- The ticket that it is merged into says the same of itself.
            when
                log.type = 'AddLink' and log.field = 'MergedInto'
                and regexp_extract(log.new_value, '/ticket/(\d+)$', 1) not in ('', log.ticket)
                then 'merge'
        end as change,
        coalesce(log.old_value, '') as old_value,
        coalesce(log.new_value, '') as new_value
    from staging.stg_rt_transactions as log
    left join approval_fields as fields on log.source = fields.source and log.field = fields.field_id
),

split as (
    select
        *,
        if(change = 'status', old_value, null) as old_status,
        if(change = 'status', new_value, null) as new_status,
        if(change = 'queue', old_value, null) as old_queue,
        if(change = 'queue', new_value, null) as new_queue,
        if(change = 'owner', old_value, null) as old_owner,
        if(change = 'owner', new_value, null) as new_owner,
        if(change = 'priority', old_value, null) as old_priority,
        if(change = 'priority', new_value, null) as new_priority,
        if(change = 'approval', old_value, null) as old_approval,
        if(change = 'approval', new_value, null) as new_approval,
        if(change = 'merge', regexp_extract(new_value, '/ticket/(\d+)$', 1), null) as merged_into
    from changes
    where change is not null
),

known as (
    select
        * exclude (merged_into),
        coalesce(
            last_value(new_status ignore nulls) over so_far, first_value(old_status ignore nulls) over still_to_come
        ) as status,
        coalesce(
            last_value(new_queue ignore nulls) over so_far, first_value(old_queue ignore nulls) over still_to_come
        ) as queue_id,
        coalesce(
            last_value(new_owner ignore nulls) over so_far, first_value(old_owner ignore nulls) over still_to_come
        ) as owner_id,
        coalesce(
            last_value(new_priority ignore nulls) over so_far, first_value(old_priority ignore nulls) over still_to_come
        ) as priority,
        coalesce(
            last_value(new_approval ignore nulls) over so_far, first_value(old_approval ignore nulls) over still_to_come
        ) as approval,
        last_value(merged_into ignore nulls) over so_far as merged_into,
        coalesce(max(channel) filter (where change = 'created') over whole_log, 'other') as case_channel,
        row_number() over so_far = 1 and change != 'created' as begins_late
    from split
    window
        whole_log as (partition by source, ticket),
        so_far as (
            partition by source, ticket order by number rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, ticket order by number rows between 1 following and unbounded following
        )
),

approval_ids as (
    select
        source,
        list(field_id) as ids
    from approval_fields
    group by source
),

held as (
    select
        tickets.source,
        tickets.ticket,
        list_filter(tickets.custom_fields::json[], lambda one: list_contains(fields.ids, one ->> '$.id'))[1]
        ->> '$.values[0]' as approval
    from staging.stg_rt_tickets as tickets
    inner join approval_ids as fields on tickets.source = fields.source
),

complete as (
    select
        known.* exclude (status, queue_id, priority, approval),
        lower(coalesce(known.status, tickets.status)) as status,
        coalesce(known.queue_id, tickets.queue_id) as queue_id,
        -- Transactions name users by number, tickets by name.
        coalesce(if(known.owner_id is null, tickets.owner, users.name), known.owner_id) as owner,
        coalesce(known.priority, tickets.priority) as priority,
        coalesce(known.approval, held.approval) as approval,
        tickets.created_at,
        known.begins_late and tickets.created_at < known.event_at as has_earlier
    from known
    left join staging.stg_rt_tickets as tickets
        on known.source = tickets.source and known.ticket = tickets.ticket
    left join held on known.source = held.source and known.ticket = held.ticket
    left join staging.stg_rt_users as users on known.source = users.source and known.owner_id = users.user_id
),

-- Before the first transaction that was fetched, a ticket was what that transaction changed.
events as (
    select
        complete.* replace (
            if(kind = 'opened', coalesce(nullif(old_status, ''), status), status) as status,
            if(kind = 'opened', coalesce(nullif(old_queue, ''), queue_id), queue_id) as queue_id,
            if(kind = 'opened', null, owner) as owner,
            if(kind = 'opened', null, approval) as approval,
            if(kind = 'opened', null, merged_into) as merged_into,
            if(kind = 'opened', created_at, event_at) as event_at,
            if(kind = 'opened', case_id || ':opened', event_id) as event_id
        ),
        if(kind = 'opened', 0, number) as event_order,
        if(kind = 'opened', null, number) as source_order
    from complete
    cross join unnest(if(has_earlier, ['opened', 'transaction'], ['transaction'])) as kinds (kind)
),

stated as (
    select
        events.*,
        sources.states[events.status] as mapped_state
    from events
    left join sources on events.source = sources.source
)

select
    stated.source,
    stated.case_id,
    stated.event_id,
    stated.event_at,
    stated.event_order,
    stated.status as source_state,
    case
        when stated.mapped_state = 'deleted' then 'deleted'
        when stated.merged_into is not null then 'merged'
        when
            stated.mapped_state in ('new', 'open', 'waiting_customer', 'waiting_third_party')
            and lower(trim(stated.approval)) = 'requested'
            then 'waiting_approval'
        else stated.mapped_state
    end as state,
    coalesce(queues.name, stated.queue_id) as group_name,
    pseudonym(stated.source, nullif(stated.owner, 'Nobody')) as agent_id,
    stated.priority,
    stated.case_channel as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(stated.source, stated.requestor) as customer_id,
    stated.source || ':' || stated.merged_into as merged_into_case_id,
    stated.created_at as opened_at,
    stated.source_order,
    records.record_id,
    stated.file,
    stated.line,
    stated.received_at,
    if(
        stated.mapped_state is null,
        'status: ''' || coalesce(stated.status, '') || ''' is no known status; map it in states of the source',
        null
    ) as reject_reason
from stated
left join queues on stated.source = queues.source and stated.queue_id = queues.queue_id
inner join raw.rt_transactions as records
    on stated.source = records.source and stated.number::varchar = records.record_id
