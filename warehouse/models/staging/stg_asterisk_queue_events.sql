/*
description = "What Asterisk's queue_log says of calls: who took one after how long, and who gave up."
conserves = ["raw.asterisk_queue_log"]
per = "conversation_id"
[units]
"raw.asterisk_queue_log" = ["payload ->> '$.callid'"]
*/
-- callid is the caller's uniqueid, which is the linkedid of a call from outside.
with typed as (
    select
        *,
        payload ->> '$.callid' as callid,
        payload ->> '$.event' as event,
        -- Seconds since 1970, also with a fraction.
        payload ->> '$.time' as time_text,
        try_cast(payload ->> '$.time' as decimal(20, 6)) as epoch_seconds
    from raw.asterisk_queue_log
)

select
    source,
    source || ':' || callid as conversation_id,
    event,
    make_timestamptz((epoch_seconds * 1000000)::bigint) as event_at,
    nullif(payload ->> '$.queue', 'NONE') as queue,
    -- A member by its channel (PJSIP/201) or by its name.
    nullif(regexp_replace(nullif(payload ->> '$.agent', 'NONE'), '^[^/]+/', ''), '') as agent,
    case
        when event in ('COMPLETECALLER', 'COMPLETEAGENT') then try_cast(payload ->> '$.data2' as bigint)
    end as talked_seconds,
    record_id,
    file,
    line,
    received_at,
    case
        when coalesce(callid, '') = '' then 'callid: is empty'
        when epoch_seconds is null
            then 'time: ''' || coalesce(time_text, '') || ''' is no number of seconds since 1970'
        when epoch_seconds not between 631152000 and 4102444799 then 'time: ' || implausible(time_text)
    end as reject_reason
from typed
