"""Queries for Asterisk's table `cdr` with linkedid and sequence, as FreePBX keeps it, on PostgreSQL, MariaDB or SQLite.

Source: the published columns of cdr_adaptive_odbc and of FreePBX's table. calldate is local time without saying so:
say it as `zone`. Not verified against the system: tried on a table made from that schema.

A call comes from outside unless its first row has a context of the inside (from-internal, default, macro-dial...); of
another dialplan, write these queries with its own contexts. A row is answered where somebody talked: a voice mail, and
an announcement, isn't. Who is in the queue isn't known from this table alone where the dialplan answers first; read
queue_log through the type "asterisk" then. Calls to customers aren't read.
"""

# What the clocks say at the end of a row and when it was answered; the dialects add seconds in their own ways.
_END = "{later:c.calldate;c.duration}"
_ANSWER = "{later:c.calldate;c.duration - c.billsec}"

# Asterisk writes a leg to a Local channel and again the one to the telephone behind it; then the telephone's counts.
_TALKED = (
    "c.disposition = 'ANSWERED' and c.billsec > 0 and coalesce(c.dstchannel, '') != ''"
    " and c.lastapp not in ('VoiceMail', 'VoiceMailMain', 'Playback', 'Background', 'Record')"
)
_LEGS = f"""(
    select
        c.linkedid, c.uniqueid, c.sequence, c.calldate, c.src, c.dst, c.lastapp, c.billsec, c.dstchannel,
        {_END} as ended, {_ANSWER} as answered, case when {_TALKED} then 1 else 0 end as is_talk,
        case when c.dstchannel like 'Local/%' then 1 else 0 end as is_local,
        case when c.lastapp = 'VoiceMail' and c.billsec > 0 then 1 else 0 end as is_voice_mail,
        case
            when c.dcontext like 'from-internal%' or c.dcontext like 'macro-%' or c.dcontext in ('default', 'internal')
            then 1 else 0
        end as is_inside,
        row_number() over (partition by c.linkedid order by c.calldate, c.sequence) as place
    from cdr c
    where c.linkedid != ''
)"""
# A channel is its telephone behind the technology's name, and nine characters that tell calls apart.
_PHONE = (
    "replace(replace(replace(replace(substr(l.dstchannel, 1, length(l.dstchannel) - 9),"
    " 'PJSIP/', ''), 'SIP/', ''), 'IAX2/', ''), 'SCCP/', '')"
)
_CALLER = "case when coalesce(f.src, '') in ('', 'anonymous', 'unknown') then f.linkedid else f.src end"

_MESSAGES = f"""
select
    replace('?-in', '?', f.linkedid) as message_id,
    f.linkedid as conversation_id,
    {_CALLER} as author,
    {_CALLER} as customer,
    'inbound' as direction,
    'phone' as platform,
    'phone' as channel,
    f.dst as group_name,
    f.dst as account,
    null as agent,
    f.calldate as sent_at,
    case when k.talks = 0 and k.voice_mails = 0 then k.ended end as deleted_at,
    null as handle_seconds,
    k.ended as updated_at,
    replace('?-in', '?', f.linkedid) as id
from {_LEGS} f
inner join (
    select l.linkedid, sum(l.is_talk) as talks, sum(l.is_voice_mail) as voice_mails, max(l.ended) as ended
    from {_LEGS} l group by l.linkedid
) k on k.linkedid = f.linkedid
where f.place = 1 and f.is_inside = 0
union all
select
    replace(replace('?-#', '?', l.uniqueid), '#', cast(l.sequence as char(20))) as message_id,
    l.linkedid as conversation_id,
    case when l.is_local = 1 then 'unknown' else {_PHONE} end as author,
    {_CALLER} as customer,
    'outbound' as direction,
    'phone' as platform,
    'phone' as channel,
    case when l.lastapp = 'Queue' then l.dst else f.dst end as group_name,
    f.dst as account,
    case when l.is_local = 0 then {_PHONE} end as agent,
    l.answered as sent_at,
    null as deleted_at,
    l.billsec as handle_seconds,
    l.ended as updated_at,
    replace(replace('?-#', '?', l.uniqueid), '#', cast(l.sequence as char(20))) as id
from {_LEGS} l
inner join {_LEGS} f on f.linkedid = l.linkedid and f.place = 1 and f.is_inside = 0
inner join (
    select t.linkedid, sum(t.is_talk * (1 - t.is_local)) as telephones from {_LEGS} t group by t.linkedid
) k on k.linkedid = l.linkedid
where l.is_talk = 1 and (l.is_local = 0 or k.telephones = 0)
"""

QUERIES = {"messages": _MESSAGES}
