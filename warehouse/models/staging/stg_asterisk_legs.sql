/*
description = "Rows of Asterisk's call detail records, each a leg of a call: who was rung, who answered, and how long."
conserves = ["raw.asterisk_calls"]
per = "conversation_id"
[units]
"raw.asterisk_calls" = ["""
    coalesce(nullif(payload ->> '$.linkedid', ''), nullif(payload ->> '$.uniqueid', ''), record_id)
"""]
*/
-- Local times become instants; of the hour that comes twice in autumn the one is meant at which the channel was opened,
-- as uniqueid tells in seconds since 1970.
--
-- A leg is answered where somebody talked: a voice mail or an announcement that played isn't. Asterisk writes a leg to
-- a Local channel and again the one to the telephone behind it; then the telephone's counts.
with sources as (
    select
        source,
        settings ->> '$.zone' as zone,
        coalesce(if(
            json_type(settings, '$.inbound') = 'VARCHAR',
            [settings ->> '$.inbound'],
            (settings -> '$.inbound')::varchar[]
        ), []) as inbound,
        coalesce((settings -> '$.outbound')::varchar[], []) as outbound,
        coalesce((settings -> '$.ignored')::varchar[], []) as ignored
    from company.sources
    where type = 'asterisk'
),

received as (
    select
        calls.source,
        calls.record_id,
        calls.file,
        calls.line,
        calls.received_at,
        sources.* exclude (source),
        coalesce(nullif(payload ->> '$.linkedid', ''), nullif(payload ->> '$.uniqueid', ''), calls.record_id) as call,
        nullif(payload ->> '$.uniqueid', '') as uniqueid,
        try_cast(payload ->> '$.sequence' as bigint) as sequence,
        payload ->> '$.start' as start_text,
        source_instant(calls.source, payload ->> '$.start') as written_start,
        source_instant(calls.source, payload ->> '$.answer') as written_answer,
        try_cast(regexp_extract(payload ->> '$.uniqueid', '(\d{9,11})\.\d+$', 1) as bigint) as opened_epoch,
        try_cast(payload ->> '$.duration' as bigint) as duration,
        try_cast(payload ->> '$.billsec' as bigint) as billsec,
        payload ->> '$.duration' as duration_text,
        payload ->> '$.billsec' as billsec_text,
        upper(trim(payload ->> '$.disposition')) as disposition,
        trim(payload ->> '$.dcontext') as context,
        trim(coalesce(payload ->> '$.lastapp', '')) as app,
        -- Who doesn't tell their number is somebody else in each call.
        if(
            lower(trim(payload ->> '$.src')) in ('', 'anonymous', 'unknown', 'restricted', 'private', 'unavailable'),
            null, trim(payload ->> '$.src')
        ) as caller,
        nullif(trim(payload ->> '$.dst'), '') as dialled,
        nullif(trim(payload ->> '$.channel'), '') as channel,
        -- An export without this column doesn't say who was rung, and not that nobody was.
        if(json_exists(payload, '$.dstchannel'), nullif(trim(payload ->> '$.dstchannel'), ''), '?') as rung,
        nullif(trim(split_part(payload ->> '$.lastdata', ',', 1)), '') as first_argument
    from raw.asterisk_calls as calls
    inner join sources on calls.source = sources.source
),

timed as (
    select
        *,
        if(
            abs(epoch(written_start) - 3600 - opened_epoch) < 1800
            and timezone(zone, later(written_start, -3600000000)) = timezone(zone, written_start),
            later(written_start, -3600000000), written_start
        ) as started_at,
        case
            when len(list_filter(inbound, lambda one: context glob one)) > 0 then 'inbound'
            when len(list_filter(outbound, lambda one: context glob one)) > 0 then 'outbound'
            when len(list_filter(ignored, lambda one: context glob one)) > 0 then 'ignored'
        end as own_way,
        app = 'Queue' as is_queued,
        coalesce(disposition = 'ANSWERED' and billsec > 0, false) as is_taken,
        -- PJSIP/201-0000000b, Local/201@from-queue-00000002;1: what stands for the telephone.
        regexp_extract(channel, '^[^/]+/(.+?)(@[^/]*?)?(-[0-9a-f]{4,})?(;[12])?$', 1) as channel_peer,
        regexp_extract(rung, '^[^/]+/(.+?)(@[^/]*?)?(-[0-9a-f]{4,})?(;[12])?$', 1) as rung_peer
    from received
),

with_call as (
    select
        *,
        is_taken and rung is not null and app not in ('VoiceMail', 'VoiceMailMain', 'Playback', 'Background', 'Record')
            as has_talk,
        first_value(own_way) over (
            partition by source, call
            order by started_at, uniqueid is distinct from call, sequence, line, record_id
        ) as way,
        first_value(context) over (
            partition by source, call
            order by started_at, uniqueid is distinct from call, sequence, line, record_id
        ) as first_context
    from timed
),

talked as (
    select
        *,
        coalesce(bool_or(has_talk and rung not like 'Local/%') over (partition by source, call), false) as has_telephone
    from with_call
)

select
    source,
    source || ':' || call as conversation_id,
    source || ':' || record_id as leg_id,
    way,
    started_at,
    later(started_at, duration * 1000000) as ended_at,
    -- Where the clocks were changed in between, the written time is an hour too late.
    case
        when not has_talk then null
        when written_answer is null then later(started_at, (duration - billsec) * 1000000)
        when seconds_between(started_at, written_answer) > duration + 60 then later(written_answer, -3600000000)
        else written_answer
    end as answered_at,
    if(has_talk, billsec, null) as talked_seconds,
    has_talk and (rung not like 'Local/%' or not has_telephone) as is_answered,
    coalesce(app = 'VoiceMail' and is_taken, false) as is_voice_mail,
    caller,
    dialled,
    if(is_queued, first_argument, null) as queue,
    nullif(if(way = 'outbound', channel_peer, rung_peer), '') as agent,
    record_id,
    file,
    line,
    received_at,
    case
        when coalesce(trim(start_text), '') = '' then 'start: is empty'
        when started_at is null then 'start: ''' || start_text || ''' is no instant'
        when is_implausible(started_at) then 'start: ' || implausible(start_text)
        when duration is null then 'duration: ''' || coalesce(duration_text, '') || ''' is no number of seconds'
        when billsec is null then 'billsec: ''' || coalesce(billsec_text, '') || ''' is no number of seconds'
        when coalesce(disposition, '') = '' then 'disposition: is empty'
        when way is null
            then 'dcontext: ''' || coalesce(first_context, '')
                || ''' is none of inbound, outbound and ignored; add it to one of them in the source''s section'
    end as reject_reason
from talked
