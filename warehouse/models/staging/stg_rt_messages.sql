/*
per = "case_id"
key = "message_id"
[touches]
"staging.stg_rt_users" = """
    select messages.case_id from staging.stg_rt_messages as messages
    inner join changes on messages.author_id = pseudonym(changes.source, changes.name)
"""
*/
-- What was written in tickets of Request Tracker. Create is a request, whoever typed it in: its customer is the
-- ticket's first requestor. Correspond is a reply, and inbound if a requestor wrote it or somebody who doesn't work
-- here. Comment is internal.
--
-- Who works here, staging.stg_rt_users says; of a writer whom it doesn't know, that they are no requestor.
--
-- Texts of employees have the channel by which the ticket came. The group is left to the ticket's state at that
-- instant.
with texts as (
    select *
    from staging.stg_rt_transactions
    where type in ('Create', 'Correspond', 'Comment')
),

requests as (
    select
        source,
        case_id,
        any_value(channel) as channel
    from texts
    where type = 'Create'
    group by source, case_id
),

placed as (
    select
        texts.*,
        requests.channel as case_channel,
        -- A program that writes down what somebody said, or an employee who does.
        texts.requestor is not null
        and not texts.is_requestor
        and (texts.type = 'Create' or (texts.is_relay and texts.type = 'Correspond')) as is_told,
        if(is_told, texts.requestor, texts.creator) as author
    from texts
    left join requests on texts.source = requests.source and texts.case_id = requests.case_id
),

judged as (
    select
        placed.*,
        coalesce(
            users.is_staff, not (placed.is_told or placed.is_requestor or placed.type = 'Create')
        ) as is_staff,
        coalesce(placed.creator, '') != 'RT_System'
        and placed.type != 'Comment'
        and (placed.is_told or placed.is_requestor or placed.type = 'Create' or not is_staff) as is_inbound
    from placed
    left join staging.stg_rt_users as users on placed.source = users.source and placed.author = users.name
)

select
    source,
    event_id as message_id,
    'ticket_system' as platform,
    coalesce(if(is_inbound, channel, case_channel), 'other') as channel,
    if(type = 'Comment', 'internal', 'private') as visibility,
    case_id as conversation_id,
    case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(requestor, if(is_inbound, author, null))) as customer_id,
    pseudonym(source, author) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when creator = 'RT_System' then 'system'
        when is_staff then 'employee'
        else 'customer'
    end as author_kind,
    if(is_staff and not is_automatic, pseudonym(source, author), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    not is_automatic as is_human,
    null::varchar as no_answer_reason,
    event_at as sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    null::varchar as account,
    coalesce(text, if(type = 'Create', nullif(trim(subject), ''), null)) as text,
    file,
    line
from judged
