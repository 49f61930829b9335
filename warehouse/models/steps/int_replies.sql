/* per = "message_id" */
-- Human replies that the customer can see, one row for each customer addressed: the author of the message it answers;
-- without one, the customers it names by handle; without that, the latest inbound author, marked as inferred.
with replies as (
    select
        message_id,
        conversation_id,
        customer_id,
        in_reply_to_id,
        mentions,
        sent_at
    from steps.int_messages
    where direction = 'outbound' and is_human and visibility != 'internal'
),

inbound as (
    select
        message_id,
        conversation_id,
        writer_id,
        author_handle,
        sent_at
    from steps.int_messages
    where direction = 'inbound' and is_human and visibility != 'internal'
),

private as (
    select
        message_id,
        customer_id as addressee_id,
        'private' as addressee_source
    from replies
    where customer_id is not null
),

parents as (
    select
        replies.message_id,
        inbound.writer_id as addressee_id,
        'parent' as addressee_source
    from replies
    inner join inbound
        on replies.in_reply_to_id = inbound.message_id and replies.conversation_id = inbound.conversation_id
    where replies.customer_id is null
),

named as (
    select distinct
        replies.message_id,
        inbound.writer_id as addressee_id,
        'mention' as addressee_source
    from replies
    inner join inbound
        on replies.conversation_id = inbound.conversation_id
        and list_contains(replies.mentions, inbound.author_handle)
        and replies.sent_at >= inbound.sent_at
    where replies.customer_id is null and replies.message_id not in (select message_id from parents)
),

latest_inbound as (
    select
        conversation_id,
        sent_at,
        arg_max(writer_id, message_id) as writer_id
    from inbound
    group by all
),

latest as (
    select
        replies.message_id,
        latest_inbound.writer_id as addressee_id,
        'inferred' as addressee_source
    from replies
    asof inner join latest_inbound
        on replies.conversation_id = latest_inbound.conversation_id and replies.sent_at > latest_inbound.sent_at
    where
        replies.customer_id is null
        and replies.message_id not in (select message_id from parents)
        and replies.message_id not in (select message_id from named)
)

select * from private
union all by name
select * from parents
union all by name
select * from named
union all by name
select * from latest
