/*
description = "Calls in Asterisk as messages: one when a call comes in, one when somebody takes it."
per = "conversation_id"
key = "message_id"
*/
-- A call is a conversation. Who hangs up before anybody has talked to them takes the call back; who leaves a voice mail
-- waits on. A call to a customer is an answer in a conversation of its own.
with calls as (
    select
        source,
        conversation_id,
        any_value(way) as way,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        bool_or(is_voice_mail) as has_voice_mail,
        coalesce(arg_min(caller, started_at), conversation_id) as caller,
        -- The number that a customer was called under isn't the company's to be shown.
        if(any_value(way) = 'outbound', null, arg_min(dialled, started_at)) as dialled,
        arg_min(queue, started_at) as queue,
        min(received_at) as received_at,
        arg_min(file, started_at) as file,
        arg_min(line, started_at) as line
    from staging.stg_asterisk_legs
    group by source, conversation_id
),

answered as (
    select distinct conversation_id
    from staging.stg_asterisk_answers
),

abandoned as (
    select
        conversation_id,
        max(event_at) as abandoned_at
    from staging.stg_asterisk_queue_events
    where event = 'ABANDON'
    group by conversation_id
),

arrived as (
    select
        calls.*,
        conversation_id || ':in' as message_id,
        'inbound' as direction,
        null::varchar as agent,
        started_at as sent_at,
        if(
            answered.conversation_id is null and not has_voice_mail,
            greatest(coalesce(abandoned.abandoned_at, ended_at), started_at), null
        ) as deleted_at
    from calls
    left join answered using (conversation_id)
    left join abandoned using (conversation_id)
    where way = 'inbound'
),

taken as (
    select
        answers.source,
        answers.conversation_id,
        answers.message_id,
        'outbound' as direction,
        answers.agent,
        if(answers.way = 'outbound', coalesce(answers.dialled, answers.conversation_id), calls.caller) as caller,
        calls.dialled,
        coalesce(answers.queue, calls.queue) as queue,
        answers.taken_at as sent_at,
        null::timestamptz as deleted_at,
        answers.received_at,
        answers.file,
        answers.line
    from staging.stg_asterisk_answers as answers
    inner join calls on answers.conversation_id = calls.conversation_id
),

messages as (
    select * exclude (way, started_at, ended_at, has_voice_mail)
    from arrived
    union all by name
    select * from taken
)

select
    source,
    message_id,
    'phone' as platform,
    'phone' as channel,
    'private' as visibility,
    conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, caller) as customer_id,
    if(direction = 'inbound', pseudonym(source, caller), pseudonym(source, agent)) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    if(direction = 'inbound', 'customer', 'employee') as author_kind,
    pseudonym(source, agent) as agent_id,
    direction,
    true as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    deleted_at,
    -- A queue, else the number that was called.
    coalesce(queue, dialled) as group_name,
    dialled as account,
    null::varchar as text,
    file,
    line
from messages
