-- Tickets' events, one row an audit, with the ticket's complete state after it.
--
-- An audit names only the fields that it set. What came before the first change that was exported is that change's
-- previous value, or else what the ticket holds today. A merged ticket is one that was closed by a merge. A deletion
-- that no audit tells of comes from the list of deleted tickets, or from the ticket's own export.
with tickets as (
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

audits as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as audit,
        payload ->> '$.ticket_id' as ticket,
        coalesce(payload ->> '$.created_at', payload ->> '$.timestamp') as happened,
        coalesce(
            try_cast(payload ->> '$.created_at' as timestamptz),
            to_timestamp(try_cast(payload ->> '$.timestamp' as double))
        ) as event_at,
        lower(payload ->> '$.via') = 'merge' as is_by_merge,
        payload ->> '$.via_reference_id' as via_reference,
        coalesce((payload -> '$.child_events')::json[], []) as children
    from raw.zendesk_ticket_events
),

-- Of each field the last child event that set it; a field set to nothing is JSON's null, which isn't SQL's.
changes as (
    select
        * exclude (children),
        list_filter(children, lambda child: json_exists(child, '$.status'))[-1] as status_change,
        list_filter(children, lambda child: json_exists(child, '$.group_id'))[-1] as group_change,
        list_filter(children, lambda child: json_exists(child, '$.assignee_id'))[-1] as assignee_change,
        list_filter(children, lambda child: json_exists(child, '$.priority'))[-1] as priority_change,
        list_bool_or(
            list_transform(children, lambda child: contains(coalesce(child ->> '$.added_tags', ''), 'closed_by_merge'))
        ) as is_tagged_as_merged,
        list_any_value(
            list_transform(
                children, lambda child: nullif(regexp_extract(coalesce(child ->> '$.body', ''), '#(\d+)', 1), '')
            )
        ) as named_ticket
    from audits
),

judged as (
    select
        *,
        status_change ->> '$.status' as new_status,
        coalesce(is_tagged_as_merged, false)
        or coalesce(is_by_merge and (status_change ->> '$.status') = 'closed', false) as is_merge,
        case
            when audit is null then 'id: is empty'
            when ticket is null then 'ticket_id: is empty'
            when happened is null then 'created_at: is empty'
            when event_at is null then 'created_at: ''' || happened || ''' is no instant'
            when
                (status_change ->> '$.status')
                not in ('new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted')
                then 'status: ''' || (status_change ->> '$.status') || ''' is no known status'
        end as reject_reason
    from changes
),

logged as (
    select
        * exclude (status_change, group_change, assignee_change, priority_change),
        coalesce(
            last_value(status_change -> '$.status' ignore nulls) over so_far,
            first_value(status_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as status_known,
        coalesce(
            last_value(group_change -> '$.group_id' ignore nulls) over so_far,
            first_value(group_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as group_known,
        coalesce(
            last_value(assignee_change -> '$.assignee_id' ignore nulls) over so_far,
            first_value(assignee_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as assignee_known,
        coalesce(
            last_value(priority_change -> '$.priority' ignore nulls) over so_far,
            first_value(priority_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as priority_known,
        bool_or(is_merge) over so_far as is_merged,
        last_value(if(is_merge, coalesce(via_reference, named_ticket), null) ignore nulls) over so_far as merged_into,
        row_number() over (partition by source, ticket order by event_at, try_cast(audit as bigint), audit) as event_order
    from judged
    where reject_reason is null
    window
        so_far as (
            partition by source, ticket order by event_at, try_cast(audit as bigint), audit
            rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, ticket order by event_at, try_cast(audit as bigint), audit
            rows between 1 following and unbounded following
        )
),

complete as (
    select
        logged.source,
        logged.record_id,
        logged.file,
        logged.line,
        logged.received_at,
        logged.ticket,
        logged.audit,
        logged.event_at,
        logged.event_order,
        coalesce(logged.status_known ->> '$', tickets.status, 'new') as status,
        coalesce(logged.group_known, tickets.group_id) ->> '$' as group_id,
        coalesce(logged.assignee_known, tickets.assignee_id) ->> '$' as assignee,
        coalesce(logged.priority_known, tickets.priority) ->> '$' as priority,
        logged.is_merged,
        logged.merged_into
    from logged
    left join tickets on logged.source = tickets.source and logged.ticket = tickets.ticket
),

-- The log of a ticket older than what was exported begins in its middle: it was there since it was created.
openings as (
    select
        complete.* replace (
            'new' as status,
            'opened' as audit,
            0 as event_order,
            tickets.created_at as event_at,
            false as is_merged,
            null as merged_into,
            null as assignee
        )
    from complete
    inner join tickets on complete.source = tickets.source and complete.ticket = tickets.ticket
    where complete.event_order = 1 and complete.event_at > tickets.created_at
),

deletions as (
    select
        source,
        payload ->> '$.id' as ticket,
        try_cast(payload ->> '$.deleted_at' as timestamptz) as deleted_at
    from raw.zendesk_deleted_tickets
    union all
    select
        source,
        ticket,
        updated_at as deleted_at
    from tickets
    where status = 'deleted'
),

untold as (
    select
        complete.* replace (
            'deleted' as status,
            'deleted' as audit,
            complete.event_order + 1 as event_order,
            gone.deleted_at as event_at
        )
    from complete
    inner join (
        select
            source,
            ticket,
            min(deleted_at) as deleted_at
        from deletions
        group by all
    ) as gone on complete.source = gone.source and complete.ticket = gone.ticket
    where complete.event_at <= gone.deleted_at
    qualify
        row_number() over (partition by complete.source, complete.ticket order by complete.event_order desc) = 1
        and not bool_or(complete.status = 'deleted') over (partition by complete.source, complete.ticket)
),

events as (
    select * from complete
    union all by name
    select * from openings
    union all by name
    select * from untold
)

select
    events.source,
    events.source || ':' || events.ticket as case_id,
    events.source || ':' || if(
        events.audit in ('opened', 'deleted'), events.ticket || ':' || events.audit, events.audit
    ) as event_id,
    events.event_at,
    events.event_order,
    events.status as source_state,
    case
        when events.status = 'deleted' then 'deleted'
        when events.is_merged then 'merged'
        when events.status = 'pending' then 'waiting_customer'
        when events.status = 'hold' then 'waiting_third_party'
        when events.status = 'solved' then 'resolved'
        else events.status
    end as state,
    coalesce(ticket_groups.name, events.group_id) as group_name,
    pseudonym(events.source, events.assignee) as agent_id,
    events.priority,
    case
        when tickets.via in ('email', 'mail') then 'mail'
        when tickets.via in ('web', 'web_form', 'web_widget', 'help_center', 'mobile', 'mobile_sdk') then 'web_form'
        when tickets.via in ('chat', 'chat_transcript', 'native_messaging', 'messaging') then 'chat'
        when tickets.via in ('voice', 'phone', 'voicemail') then 'phone'
        when tickets.via in ('sms', 'text') then 'sms'
        else 'other'
    end as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, tickets.requester) as customer_id,
    if(events.is_merged, events.source || ':' || events.merged_into, null) as merged_into_case_id,
    events.record_id,
    events.file,
    events.line,
    events.received_at,
    null::varchar as reject_reason
from events
left join tickets on events.source = tickets.source and events.ticket = tickets.ticket
left join ticket_groups on events.source = ticket_groups.source and events.group_id = ticket_groups.group_id
union all by name
select
    source,
    source || ':' || ticket as case_id,
    source || ':' || audit as event_id,
    event_at,
    new_status as source_state,
    record_id,
    file,
    line,
    received_at,
    reject_reason
from judged
where reject_reason is not null
