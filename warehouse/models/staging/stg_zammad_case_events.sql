/*
per = "case_id"
[units]
"raw.zammad_histories" = ["payload ->> '$.o_id'"]
"raw.zammad_tickets" = ["payload ->> '$.id'"]
*/
-- Events of Zammad's tickets, one row an entry of the history that changed a ticket's state, with the complete state
-- after it.
--
-- An entry names only what it changed, and the first one nothing of what a ticket was created with: that is the first
-- change's old value, or else what the ticket holds today. States and groups are known by number: names change.
--
-- What a state means, Zammad's own type of that state says, unless `states` of the source does. A ticket that is gone
-- was deleted when that was noticed. While the attribute that stands for approvals says "requested", an open ticket
-- waits for an approval.
with own_states as (
    select
        source,
        unnest(map_entries((settings -> '$.states')::map (varchar, varchar))) as mapped
    from company.sources
    where type = 'zammad' and json_exists(settings, '$.states')
),

states as (
    select
        listed.source,
        listed.payload ->> '$.id' as state_id,
        listed.payload ->> '$.name' as name,
        coalesce(
            own_states.mapped.value,
            case listed.payload ->> '$.state_type'
                when 'new' then 'new'
                when 'open' then 'open'
                when 'pending reminder' then 'waiting_customer'
                when 'pending action' then 'waiting_third_party'
                when 'closed' then 'closed'
                when 'merged' then 'merged'
                when 'removed' then 'deleted'
            end
        ) as state
    from raw.zammad_states as listed
    left join own_states
        on listed.source = own_states.source and lower(listed.payload ->> '$.name') = lower(own_states.mapped.key)
),

approval_fields as (
    select
        source,
        settings ->> '$.fields.approval' as approval
    from company.sources
    where type = 'zammad' and json_exists(settings, '$.fields.approval')
),

ticket_groups as (
    select
        source,
        payload ->> '$.id' as group_id,
        payload ->> '$.name' as name
    from raw.zammad_groups
),

tickets as (
    select
        listed.source,
        listed.payload ->> '$.id' as ticket,
        listed.payload ->> '$.state_id' as state_id,
        listed.payload ->> '$.group_id' as group_id,
        listed.payload ->> '$.owner_id' as owner,
        listed.payload ->> '$.priority' as priority,
        listed.payload ->> '$.customer_id' as customer,
        listed.payload ->> '$.create_article_type' as type,
        try_cast(listed.payload ->> '$.created_at' as timestamptz) as created_at,
        listed.payload ->> ('$."' || fields.approval || '"') as approval
    from raw.zammad_tickets as listed
    left join approval_fields as fields on listed.source = fields.source
    where not starts_with(listed.record_id, 'gone:')
),

gone as (
    select
        source,
        payload ->> '$.id' as ticket,
        (payload ->> '$.gone_at')::timestamptz as gone_at
    from raw.zammad_tickets
    where starts_with(record_id, 'gone:')
),

entries as (
    select
        raw_entries.source,
        raw_entries.record_id,
        raw_entries.file,
        raw_entries.line,
        raw_entries.received_at,
        raw_entries.payload ->> '$.o_id' as ticket,
        try_cast(raw_entries.payload ->> '$.id' as bigint) as number,
        raw_entries.payload ->> '$.created_at' as created,
        try_cast(created as timestamptz) as event_at,
        raw_entries.payload ->> '$.type' as type,
        raw_entries.payload ->> '$.attribute' as attribute,
        raw_entries.payload ->> '$.id_from' as id_from,
        raw_entries.payload ->> '$.id_to' as id_to,
        raw_entries.payload ->> '$.value_from' as value_from,
        raw_entries.payload ->> '$.value_to' as value_to,
        case
            when type = 'created' then 'created'
            when type = 'merged_into' then 'merge'
            when type != 'updated' then null
            when attribute in ('state', 'group', 'owner', 'priority') then attribute
            when attribute = fields.approval then 'approval'
        end as change
    from raw.zammad_histories as raw_entries
    left join approval_fields as fields on raw_entries.source = fields.source
),

split as (
    select
        *,
        case
            when number is null then 'id: is no number'
            when ticket is null then 'o_id: is empty'
            when created is null then 'created_at: is empty'
            when event_at is null then 'created_at: ''' || created || ''' is no instant'
            when is_implausible(event_at) then 'created_at: ' || implausible(created)
        end as problem,
        if(change = 'state', id_from, null) as old_state,
        if(change = 'state', id_to, null) as new_state,
        if(change = 'group', id_from, null) as old_group,
        if(change = 'group', id_to, null) as new_group,
        if(change = 'owner', id_from, null) as old_owner,
        if(change = 'owner', id_to, null) as new_owner,
        if(change = 'priority', value_from, null) as old_priority,
        if(change = 'priority', value_to, null) as new_priority,
        if(change = 'approval', coalesce(value_from, ''), null) as old_approval,
        if(change = 'approval', coalesce(value_to, ''), null) as new_approval,
        if(change = 'merge', id_to, null) as into_ticket
    from entries
    where change is not null
),

known as (
    select
        *,
        coalesce(
            last_value(new_state ignore nulls) over so_far, first_value(old_state ignore nulls) over still_to_come
        ) as state_known,
        coalesce(
            last_value(new_group ignore nulls) over so_far, first_value(old_group ignore nulls) over still_to_come
        ) as group_known,
        coalesce(
            last_value(new_owner ignore nulls) over so_far, first_value(old_owner ignore nulls) over still_to_come
        ) as owner_known,
        coalesce(
            last_value(new_priority ignore nulls) over so_far, first_value(old_priority ignore nulls) over still_to_come
        ) as priority_known,
        coalesce(
            last_value(new_approval ignore nulls) over so_far, first_value(old_approval ignore nulls) over still_to_come
        ) as approval_known,
        last_value(into_ticket ignore nulls) over so_far as merged_into,
        number as event_order,
        row_number() over so_far as place,
        count(*) over whole_log as event_count
    from split
    window
        -- What can't be read stands apart, in a partition of its own.
        whole_log as (partition by source, ticket, problem is null),
        so_far as (
            partition by source, ticket, problem is null order by number
            rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, ticket, problem is null order by number
            rows between 1 following and unbounded following
        )
),

complete as (
    select
        known.*,
        coalesce(known.state_known, tickets.state_id) as state_id,
        coalesce(known.group_known, tickets.group_id) as group_id,
        coalesce(known.owner_known, tickets.owner) as owner,
        coalesce(known.priority_known, tickets.priority) as priority,
        coalesce(known.approval_known, tickets.approval) as approval,
        tickets.customer,
        tickets.type as article_type,
        tickets.created_at as opened_at,
        gone.gone_at,
        -- An imported ticket's history begins in its middle: it was there since it was created.
        known.place = 1 and known.change != 'created' and known.event_at > tickets.created_at as begins_late,
        known.place = known.event_count and known.event_at <= gone.gone_at as ends_early
    from known
    left join tickets on known.source = tickets.source and known.ticket = tickets.ticket
    left join gone on known.source = gone.source and known.ticket = gone.ticket
),

-- Each entry, and before the first or after the last one what no entry tells of.
events as (
    select
        complete.* replace (
            case kind when 'opened' then opened_at when 'deleted' then gone_at else event_at end as event_at,
            case kind when 'opened' then 0 when 'deleted' then event_order + 1 else event_order end as event_order,
            if(kind = 'opened', coalesce(old_state, state_id), state_id) as state_id,
            if(kind = 'opened', coalesce(old_group, group_id), group_id) as group_id,
            if(kind = 'opened', coalesce(old_owner, owner), owner) as owner,
            if(kind = 'opened', null, approval) as approval,
            if(kind = 'opened', null, merged_into) as merged_into
        ),
        kind,
        if(kind = 'entry', number::varchar, ticket || ':' || kind) as event_name
    from complete
    cross join
        unnest(
            case
                when problem is not null then ['entry']
                when begins_late and ends_early then ['entry', 'opened', 'deleted']
                when begins_late then ['entry', 'opened']
                when ends_early then ['entry', 'deleted']
                else ['entry']
            end
        ) as kinds (kind)
)

select
    events.source,
    events.source || ':' || events.ticket as case_id,
    events.source || ':event:' || events.event_name as event_id,
    events.event_at,
    events.event_order,
    if(events.kind = 'deleted', 'deleted', states.name) as source_state,
    case
        when events.kind = 'deleted' then 'deleted'
        when events.merged_into is not null then 'merged'
        when
            states.state in ('new', 'open', 'waiting_customer', 'waiting_third_party')
            and lower(trim(events.approval)) = 'requested'
            then 'waiting_approval'
        else states.state
    end as state,
    coalesce(ticket_groups.name, events.group_id) as group_name,
    -- What nobody owns is owned by Zammad itself.
    pseudonym(events.source, nullif(events.owner, '1')) as agent_id,
    events.priority,
    case
        when events.article_type = 'email' then 'mail'
        when events.article_type in ('phone', 'sms', 'chat') then events.article_type
        when events.article_type in ('whatsapp message', 'telegram personal-message') then 'chat'
        when events.article_type = 'twitter direct-message' then 'direct_message'
        when events.article_type in ('twitter status', 'facebook feed post', 'facebook feed comment') then 'comment'
        when events.article_type = 'web' then 'web_form'
        else 'other'
    end as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, events.customer) as customer_id,
    events.source || ':' || events.merged_into as merged_into_case_id,
    events.opened_at,
    if(events.kind = 'entry', events.number, null) as source_order,
    events.record_id,
    events.file,
    events.line,
    events.received_at,
    case
        when events.problem is not null then events.problem
        when events.state_id is null then 'o_id: ticket ' || events.ticket || ' is not among the tickets'
        when states.state_id is null then 'state: number ' || events.state_id || ' is not among the states'
        when states.state is null
            then 'state: ''' || states.name || ''' is of no known type; map it in states of the source'
    end as reject_reason
from events
left join states on events.source = states.source and events.state_id = states.state_id
left join ticket_groups on events.source = ticket_groups.source and events.group_id = ticket_groups.group_id
