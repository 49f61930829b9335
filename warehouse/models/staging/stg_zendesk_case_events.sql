/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
"raw.zendesk_ticket_events" = ["payload ->> '$.ticket_id'"]
"raw.zendesk_deleted_tickets" = ["payload ->> '$.id'"]
*/
-- Tickets' events, one row an audit, with the ticket's complete state after it.
--
-- An audit names only the fields that it set. In a log that lacks its beginning, what came before the first change is
-- that change's previous value, or else what the ticket holds today. A merged ticket is one that was closed by a merge.
-- A deletion that no audit tells of comes from the list of deleted tickets, or from the ticket's own export.
--
-- While the custom field that stands for approvals says "requested", an open ticket waits for an approval, whatever
-- else its status is.
with approval_fields as (
    select
        source,
        settings ->> '$.fields.approval' as field_id,
        '$."' || field_id || '"' as path
    from company.sources
    where type = 'zendesk' and json_exists(settings, '$.fields.approval')
),

tickets as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.requester_id' as requester,
        lower(payload ->> '$.via.channel') as via,
        payload ->> '$.status' as status,
        payload -> '$.group_id' as group_id,
        payload -> '$.assignee_id' as assignee_id,
        payload -> '$.priority' as priority,
        try_cast(payload ->> '$.created_at' as timestamptz) as created_at,
        try_cast(payload ->> '$.updated_at' as timestamptz) as updated_at
    from raw.zendesk_tickets
),

ticket_groups as (
    select
        source,
        payload ->> '$.id' as group_id,
        payload ->> '$.name' as name
    from raw.zendesk_groups
),

listed_deletions as (
    select
        source,
        payload ->> '$.id' as ticket,
        try_cast(payload ->> '$.deleted_at' as timestamptz) as deleted_at
    from raw.zendesk_deleted_tickets
),

parsed as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        -- Parsed once, and not once for each field: this is most of the work.
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "timestamp": "VARCHAR",
                "via": "VARCHAR", "via_reference_id": "VARCHAR",
                "child_events": [{"event_type": "VARCHAR", "status": "VARCHAR", "added_tags": ["VARCHAR"]}]
            }'
        ) as event,
        if(
            contains(payload, '"custom_ticket_fields"'),
            list_filter(
                (payload -> '$.child_events[*].custom_ticket_fields')::json[], lambda one: json_exists(one, path)
            ),
            null
        ) as approvals,
        -- A field that was set to nothing is JSON's null, which isn't SQL's; the last child event counts.
        list_extract(payload -> '$.child_events[*].group_id', -1) as new_group,
        list_extract(payload -> '$.child_events[*].assignee_id', -1) as new_assignee,
        list_extract(payload -> '$.child_events[*].priority', -1) as new_priority,
        if(
            contains(payload, '"closed_by_merge"'),
            nullif(regexp_extract((payload -> '$.child_events[*].body')::varchar, '#(\d+)', 1), ''),
            null
        ) as named_ticket,
        path as approval_path
    from raw.zendesk_ticket_events
    left join approval_fields using (source)
),

audits as (
    select
        * exclude (event, approvals, approval_path),
        event.id as audit,
        event.ticket_id as ticket,
        coalesce(event.created_at, event.timestamp) as happened,
        coalesce(
            try_cast(event.created_at as timestamptz), to_timestamp(try_cast(event.timestamp as double))
        ) as event_at,
        event.via_reference_id as via_reference,
        list_filter(event.child_events, lambda child: child.status is not null)[-1].status as new_status,
        approvals[-1] -> approval_path as new_approval,
        len(list_filter(event.child_events, lambda child: child.event_type = 'Create')) > 0 as is_creation,
        coalesce(
            len(list_filter(event.child_events, lambda child: list_contains(child.added_tags, 'closed_by_merge'))) > 0,
            false
        )
        or coalesce(lower(event.via) = 'merge' and new_status = 'closed', false) as is_merge
    from parsed
),

whole_logs as (
    select distinct
        source,
        ticket
    from audits
    where is_creation
),

-- Previous values are looked for only where a log lacks its beginning.
torn as (
    select
        events.source,
        events.record_id,
        (events.payload -> '$.child_events')::json[] as children
    from raw.zendesk_ticket_events as events
    anti join whole_logs
        on events.source = whole_logs.source and (events.payload ->> '$.ticket_id') = whole_logs.ticket
),

previous as (
    select
        source,
        record_id,
        list_filter(children, lambda child: json_exists(child, '$.status'))[1] ->> '$.previous_value' as old_status,
        list_filter(children, lambda child: json_exists(child, '$.group_id'))[1] -> '$.previous_value' as old_group,
        list_filter(children, lambda child: json_exists(child, '$.assignee_id'))[1] -> '$.previous_value'
            as old_assignee,
        list_filter(children, lambda child: json_exists(child, '$.priority'))[1] -> '$.previous_value' as old_priority,
        list_filter(
            children, lambda child: json_exists(child, '$.custom_ticket_fields' || ltrim(path, '$'))
        ) as approvals,
        approvals[1] -> '$.previous_value' as old_approval
    from torn
    left join approval_fields using (source)
),

judged as (
    select
        audits.*,
        previous.* exclude (source, record_id, approvals),
        previous.record_id is null as is_whole,
        case
            when audits.audit is null then 'id: is empty'
            when audits.ticket is null then 'ticket_id: is empty'
            when audits.happened is null then 'created_at: is empty'
            when audits.event_at is null then 'created_at: ''' || audits.happened || ''' is no instant'
            when is_implausible(audits.event_at) then 'created_at: ' || implausible(audits.happened)
            when audits.new_status not in ('new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted')
                then 'status: ''' || audits.new_status || ''' is no known status'
        end as reject_reason
    from audits
    left join previous on audits.source = previous.source and audits.record_id = previous.record_id
),

-- What can't be read stands apart, in a partition of its own.
logged as (
    select
        *,
        coalesce(
            last_value(new_status ignore nulls) over so_far, first_value(old_status ignore nulls) over still_to_come
        ) as status_known,
        coalesce(
            last_value(new_group ignore nulls) over so_far, first_value(old_group ignore nulls) over still_to_come
        ) as group_known,
        coalesce(
            last_value(new_assignee ignore nulls) over so_far, first_value(old_assignee ignore nulls) over still_to_come
        ) as assignee_known,
        coalesce(
            last_value(new_priority ignore nulls) over so_far, first_value(old_priority ignore nulls) over still_to_come
        ) as priority_known,
        coalesce(
            last_value(new_approval ignore nulls) over so_far, first_value(old_approval ignore nulls) over still_to_come
        ) as approval_known,
        bool_or(is_merge) over so_far as is_merged,
        last_value(if(is_merge, coalesce(via_reference, named_ticket), null) ignore nulls) over so_far as merged_into,
        bool_or(new_status = 'deleted') over whole_log as tells_of_deletion,
        row_number() over so_far as event_order,
        count(*) over whole_log as event_count
    from judged
    window
        whole_log as (partition by source, ticket, reject_reason is null),
        so_far as (
            partition by source, ticket, reject_reason is null order by event_at, try_cast(audit as bigint), audit
            rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, ticket, reject_reason is null order by event_at, try_cast(audit as bigint), audit
            rows between 1 following and unbounded following
        )
),

torn_tickets as (
    select
        tickets.source,
        tickets.payload ->> '$.id' as ticket,
        list_filter((tickets.payload -> '$.custom_fields')::json[], lambda one: (one ->> '$.id') = field_id) as held,
        held[1] -> '$.value' as approval
    from raw.zendesk_tickets as tickets
    inner join approval_fields using (source)
    anti join whole_logs
        on tickets.source = whole_logs.source and (tickets.payload ->> '$.id') = whole_logs.ticket
),

deletions as (
    select
        source,
        ticket,
        coalesce(listed.deleted_at, tickets.updated_at) as deleted_at
    from tickets
    full join listed_deletions as listed using (source, ticket)
    where tickets.status = 'deleted' or listed.deleted_at is not null
),

complete as (
    select
        logged.* exclude (status_known, group_known, assignee_known, priority_known, approval_known),
        coalesce(logged.status_known, if(logged.is_whole, null, tickets.status), 'new') as status,
        coalesce(logged.group_known, if(logged.is_whole, null, tickets.group_id)) ->> '$' as group_id,
        coalesce(logged.assignee_known, if(logged.is_whole, null, tickets.assignee_id)) ->> '$' as assignee,
        coalesce(logged.priority_known, if(logged.is_whole, null, tickets.priority)) ->> '$' as priority,
        coalesce(logged.approval_known, if(logged.is_whole, null, torn_tickets.approval)) ->> '$' as approval,
        tickets.via,
        tickets.requester,
        tickets.created_at,
        deletions.deleted_at,
        -- The log of a ticket older than what was exported begins in its middle: it was there since it was created.
        not logged.is_whole and logged.event_order = 1 and logged.event_at > tickets.created_at as begins_late,
        logged.event_order = logged.event_count
        and logged.event_at <= deletions.deleted_at
        and not coalesce(logged.tells_of_deletion, false) as ends_early
    from logged
    left join tickets on logged.source = tickets.source and logged.ticket = tickets.ticket
    left join torn_tickets on logged.source = torn_tickets.source and logged.ticket = torn_tickets.ticket
    left join deletions on logged.source = deletions.source and logged.ticket = deletions.ticket
),

-- Each event, and before the first or after the last one what no audit tells of.
events as (
    select
        complete.* replace (
            case kind when 'opened' then 'new' when 'deleted' then 'deleted' else status end as status,
            case kind when 'opened' then created_at when 'deleted' then deleted_at else event_at end as event_at,
            case kind when 'opened' then 0 when 'deleted' then event_order + 1 else event_order end as event_order,
            if(kind = 'opened', null, assignee) as assignee,
            if(kind = 'opened', null, approval) as approval,
            if(kind = 'opened', false, is_merged) as is_merged,
            if(kind = 'audit', audit, ticket || ':' || kind) as audit
        ),
        if(kind = 'audit', try_cast(audit as bigint), null) as source_order
    from complete
    cross join
        unnest(
            case
                when reject_reason is not null then ['audit']
                when begins_late and ends_early then ['audit', 'opened', 'deleted']
                when begins_late then ['audit', 'opened']
                when ends_early then ['audit', 'deleted']
                else ['audit']
            end
        ) as kinds (kind)
)

select
    events.source,
    events.source || ':' || events.ticket as case_id,
    events.source || ':' || events.audit as event_id,
    events.event_at,
    events.event_order,
    events.status as source_state,
    case
        when events.status = 'deleted' then 'deleted'
        when events.is_merged then 'merged'
        when events.status in ('new', 'open', 'pending', 'hold') and lower(trim(events.approval)) = 'requested'
            then 'waiting_approval'
        when events.status = 'pending' then 'waiting_customer'
        when events.status = 'hold' then 'waiting_third_party'
        when events.status = 'solved' then 'resolved'
        else events.status
    end as state,
    coalesce(ticket_groups.name, events.group_id) as group_name,
    pseudonym(events.source, events.assignee) as agent_id,
    events.priority,
    case
        when events.via in ('email', 'mail') then 'mail'
        when events.via in ('web', 'web_form', 'web_widget', 'help_center', 'mobile', 'mobile_sdk') then 'web_form'
        when events.via in ('chat', 'chat_transcript', 'native_messaging', 'messaging') then 'chat'
        when events.via in ('voice', 'phone', 'voicemail') then 'phone'
        when events.via in ('sms', 'text') then 'sms'
        else 'other'
    end as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, events.requester) as customer_id,
    if(events.is_merged, events.source || ':' || events.merged_into, null) as merged_into_case_id,
    -- What the source itself says of beginning and order, whatever the instants say.
    events.created_at as opened_at,
    events.source_order,
    events.record_id,
    events.file,
    events.line,
    events.received_at,
    events.reject_reason
from events
left join ticket_groups on events.source = ticket_groups.source and events.group_id = ticket_groups.group_id
