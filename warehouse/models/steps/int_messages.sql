/*
per = "message_id"
moving = "false"
*/
-- Messages of every platform until now, each with its conversation, its case's group at that instant, and whether it
-- needs an answer (metrics definition 2).
with recursive known as (
    select
        * exclude (text, group_name, deleted_at, edited_at),
        group_name as message_group,
        -- A person who says that this is part 1 of 2; The pattern is a constant, not compiled row by row.
        direction = 'outbound' and is_human
        and coalesce(regexp_matches(text, getvariable('split_pattern')), false) as is_declared_split,
        if(deleted_at <= getvariable('as_of'), deleted_at, null) as deleted_at,
        if(edited_at <= getvariable('as_of'), edited_at, null) as edited_at,
        -- Emoji, tags of friends and hashtags have no letter or digit left; a bare "?" does ask for something.
        text is null or trim(text) = '' or contains(text, '?')
        or regexp_matches(regexp_replace(text, '(^|\s)[@#][\w.\-]+', ' ', 'g'), '[\p{L}\p{N}]') as says_something
    from staging.all_messages
    where sent_at <= getvariable('as_of')
),

-- Where the source names no conversation, it is the root of the reply chain; replies to a message that nobody has
-- seen share that message's id.
chains as (
    select
        child.message_id,
        coalesce(child.in_reply_to_id, child.message_id) as conversation_id
    from known as child
    left join known as parent on child.in_reply_to_id = parent.message_id
    where child.conversation_id is null and parent.message_id is null
    union all
    select
        child.message_id,
        chains.conversation_id
    from known as child
    inner join chains on child.in_reply_to_id = chains.message_id
    where child.conversation_id is null
),

placed as (
    select
        known.* exclude (conversation_id),
        coalesce(known.conversation_id, chains.conversation_id, known.message_id) as conversation_id
    from known
    left join chains using (message_id)
)

select
    placed.* exclude (says_something, no_answer_reason, message_group, received_at),
    placed.received_at,
    coalesce(placed.message_group, states.group_name) as group_name,
    case
        when placed.no_answer_reason is not null then placed.no_answer_reason
        when placed.direction = 'outbound' then 'outbound'
        when placed.visibility = 'internal' then 'internal'
        when not placed.is_human then 'automatic'
        when placed.author_kind in ('employee', 'agency') then 'own_account'
        when not placed.says_something then 'emoji_or_tag'
    end as no_answer_reason,
    coalesce(placed.customer_id, if(placed.direction = 'inbound', coalesce(placed.author_id, 'unknown'), null))
        as writer_id
from placed
asof left join steps.int_ticket_states as states
    on placed.case_id = states.case_id and placed.sent_at >= states.started_at
