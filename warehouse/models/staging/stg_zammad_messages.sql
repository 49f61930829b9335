/*
conserves = ["raw.zammad_articles"]
per = "case_id"
key = "message_id"
[units]
"raw.zammad_articles" = ["payload ->> '$.ticket_id'"]
"raw.zammad_tickets" = ["payload ->> '$.id'"]
*/
-- Articles of Zammad's tickets as messages. Zammad itself says of each whether a customer, an agent or the system sent
-- it. One that isn't internal is private to the customer and the company.
--
-- What an agent typed in for a customer is the customer's (`origin_by`, or else the ticket's customer). Triggers write
-- as the system; mails that say that a program wrote them, and the note that a merge leaves behind, aren't human
-- either.
--
-- A note has the channel by which the ticket came. The group is left to the ticket's state at that instant.
with tickets as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.customer_id' as customer,
        payload ->> '$.create_article_type' as type,
        payload ->> '$.state_id' as state_id
    from raw.zammad_tickets
    where not starts_with(record_id, 'gone:')
),

merged_states as (
    select
        source,
        payload ->> '$.id' as state_id
    from raw.zammad_states
    where (payload ->> '$.state_type') = 'merged'
),

staff as (
    select
        source,
        payload ->> '$.id' as user_id
    from raw.zammad_users
    where list_has_any((payload -> '$.roles')::varchar[], ['Agent', 'Admin'])
),

channels (type, channel) as (
    values
    ('email', 'mail'), ('phone', 'phone'), ('sms', 'sms'), ('chat', 'chat'), ('whatsapp message', 'chat'),
    ('telegram personal-message', 'chat'), ('twitter direct-message', 'direct_message'), ('twitter status', 'comment'),
    ('facebook feed post', 'comment'), ('facebook feed comment', 'comment'), ('web', 'web_form')
),

articles as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "ticket_id": "VARCHAR", "type": "VARCHAR", "sender": "VARCHAR", "body": "VARCHAR",
                "content_type": "VARCHAR", "internal": "VARCHAR", "created_by_id": "VARCHAR",
                "origin_by_id": "VARCHAR", "created_at": "VARCHAR", "preferences": "JSON"
            }'
        ) as article
    from raw.zammad_articles
),

placed as (
    select
        articles.* exclude (article),
        articles.article.id as article_id,
        articles.article.ticket_id as ticket,
        articles.article.created_at as created,
        try_cast(articles.article.created_at as timestamptz) as sent_at,
        lower(articles.article.sender) as sender,
        articles.article.internal as is_internal,
        tickets.customer,
        coalesce(own_channel.channel, ticket_channel.channel, 'other') as channel,
        sender = 'customer' as is_inbound,
        -- Who typed it in isn't always who said it.
        case
            when articles.article.origin_by_id is not null then articles.article.origin_by_id
            when is_inbound and typist.user_id is not null then coalesce(tickets.customer, typist.user_id)
            else articles.article.created_by_id
        end as author,
        sender = 'system'
        or coalesce((articles.article.preferences ->> '$."is-auto-response"') = 'true', false)
        or (
            articles.article.type = 'note'
            and articles.article.body = 'merged'
            and merged_states.state_id is not null
        ) as is_automatic,
        if(
            coalesce(articles.article.content_type, '') = 'text/html',
            html_text(articles.article.body),
            articles.article.body
        ) as body,
        nullif(trim(body, concat(' ', chr(9), chr(10), chr(13))), '') as text
    from articles
    left join tickets on articles.source = tickets.source and articles.article.ticket_id = tickets.ticket
    left join merged_states on tickets.source = merged_states.source and tickets.state_id = merged_states.state_id
    left join staff as typist
        on articles.source = typist.source and articles.article.created_by_id = typist.user_id
    left join channels as own_channel on articles.article.type = own_channel.type
    left join channels as ticket_channel on tickets.type = ticket_channel.type
),

judged as (
    select
        placed.*,
        placed.sender = 'agent' or staff.user_id is not null as is_staff
    from placed
    left join staff on placed.source = staff.source and placed.author = staff.user_id
)

select
    source,
    source || ':' || article_id as message_id,
    'ticket_system' as platform,
    channel,
    if(is_internal = 'true', 'internal', 'private') as visibility,
    source || ':' || ticket as conversation_id,
    source || ':' || ticket as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(customer, if(is_inbound, author, null))) as customer_id,
    pseudonym(source, author) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when sender = 'system' or (is_automatic and not is_inbound) then 'system'
        when is_staff then 'employee'
        else 'customer'
    end as author_kind,
    if(is_staff and not is_automatic, pseudonym(source, author), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    not is_automatic as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    null::varchar as account,
    text,
    record_id,
    file,
    line,
    case
        when article_id is null then 'id: is empty'
        when ticket is null then 'ticket_id: is empty'
        when author is null then 'created_by_id: is empty'
        when created is null then 'created_at: is empty'
        when sent_at is null then 'created_at: ''' || created || ''' is no instant'
        when is_implausible(sent_at) then 'created_at: ' || implausible(created)
        when sender is null then 'sender: is empty'
        when sender not in ('customer', 'agent', 'system')
            then 'sender: ''' || sender || ''' is none of Customer, Agent and System'
        when is_internal is null then 'internal: is empty'
    end as reject_reason
from judged
