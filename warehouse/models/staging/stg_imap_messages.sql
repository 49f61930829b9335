/*
per = "message_id"
conserves = ["raw.imap_messages"]
*/
-- Mails, those that came and those that the company sent. A conversation is a thread by References: the first id named
-- there, else the mail answered, else the mail itself. A mail from the company's own address is an answer, unless it
-- came in and the server that took it in says that the address is forged (RFC 8601, DMARC): anybody can write one.
--
-- What a machine wrote says so (RFC 3834), and so do delivery reports and lists: nobody waits for an answer to them.
with mailboxes as (
    select
        source,
        settings ->> '$.user' as account,
        list_transform((settings -> '$.addresses')::varchar[], lambda one: lower(one)) as addresses
    from company.sources
    where type = 'imap'
),

typed as (
    select
        mails.source,
        mails.record_id,
        mails.file,
        mails.line,
        mails.received_at,
        mailboxes.account,
        mailboxes.addresses,
        mails.payload ->> '$.folder' as folder,
        mails.payload ->> '$.from[0].address' as sender,
        mails.payload ->> '$.to[0].address' as recipient,
        mails.payload ->> '$.in_reply_to' as answered,
        mails.payload ->> '$.subject' as subject,
        mails.payload ->> '$.content_type' as content_type,
        lower(mails.payload ->> '$.told.auto-submitted') as auto_submitted,
        lower(mails.payload ->> '$.told.precedence') as precedence,
        mails.payload ->> '$.told.return-path' as return_path,
        regexp_matches(lower(mails.payload ->> '$.told.authentication-results'), '\bdmarc\s*=\s*fail') as is_forged,
        json_exists(mails.payload, '$.told.x-autoreply') or json_exists(mails.payload, '$.told.x-autorespond')
            as is_auto_reply,
        json_exists(mails.payload, '$.told.list-id') as is_from_list,
        coalesce((mails.payload ->> '$.is_sent')::boolean, false) as is_sent,
        (mails.payload -> '$.references')::varchar[] as named,
        try_cast(mails.payload ->> '$.internal_date' as timestamptz) as sent_at,
        if(
            (mails.payload ->> '$.is_html')::boolean, html_text(mails.payload ->> '$.text'), mails.payload ->> '$.text'
        ) as words
    from raw.imap_messages as mails
    inner join mailboxes using (source)
),

told as (
    select
        *,
        -- An address stands for itself, or "@firm.example" for all of a domain.
        is_sent
        or not coalesce(is_forged, false)
        and coalesce(
            list_contains(addresses, sender) or list_contains(addresses, '@' || split_part(sender, '@', 2)), false
        ) as is_own,
        content_type = 'multipart/report'
        or coalesce(return_path = '<>', false)
        or coalesce(regexp_matches(sender, '^(mailer-daemon|postmaster)@'), false) as is_report,
        coalesce(auto_submitted != 'no', false)
        or is_auto_reply
        or is_from_list
        or coalesce(precedence in ('bulk', 'list', 'junk', 'auto_reply'), false) as is_automatic,
        coalesce(named[1], answered, record_id) as thread
    from typed
)

select
    source,
    source || ':' || record_id as message_id,
    'mail' as platform,
    'mail' as channel,
    'private' as visibility,
    source || ':' || thread as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    source || ':' || answered as in_reply_to_id,
    pseudonym(source, if(is_own, recipient, sender)) as customer_id,
    pseudonym(source, sender) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when is_report or is_automatic then 'system' when is_own then 'employee' when sender is null then 'unknown'
        else 'customer'
    end as author_kind,
    -- Who answers from the shared address can't be told apart.
    if(is_own and not list_contains(addresses, sender) and sender != lower(account), pseudonym(source, sender), null)
        as agent_id,
    if(is_own, 'outbound', 'inbound') as direction,
    not is_report and not is_automatic as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    -- Where a mail program keeps what was sent belongs to no department.
    if(is_sent, null, folder) as group_name,
    account,
    -- Without what it quotes: a line that says who wrote when, and all below; lines that begin with ">".
    nullif(
        trim(
            regexp_replace(
                regexp_replace(
                    coalesce(words, subject),
                    '(?s)\n(Am [^\n]{5,120} schrieb [^\n]*:|On [^\n]{5,120} wrote:|'
                    || '-{2,} ?(Original|Ursprüngliche)[^\n]*)\s*\n.*',
                    ''
                ),
                '(^|\n)>[^\n]*', '', 'g'
            ),
            chr(10) || chr(13) || chr(9) || ' '
        ),
        ''
    ) as text,
    record_id,
    file,
    line,
    case
        when sent_at is null then 'internal_date: is empty'
        when is_implausible(sent_at) then 'internal_date: ' || implausible(sent_at::varchar)
        when sender is null and not is_own then 'from: holds no address'
    end as reject_reason
from told
