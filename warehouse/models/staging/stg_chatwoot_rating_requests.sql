/*
per = "case_id"
key = "request_id"
[units]
"raw.chatwoot_messages" = ["payload ->> '$.conversation_id'"]
*/
-- When Chatwoot asked a customer how satisfied they were: its message of type input_csat. One whose instant can't be
-- read is rejected as a message (staging.stg_chatwoot_messages).
select
    source,
    source || ':' || (payload ->> '$.id') as request_id,
    source || ':' || (payload ->> '$.conversation_id') as case_id,
    to_timestamp(try_cast(payload ->> '$.created_at' as double)) as asked_at
from raw.chatwoot_messages
where
    contains(payload, '"input_csat"')
    and (payload ->> '$.content_type') = 'input_csat'
    and (payload ->> '$.conversation_id') is not null
    and to_timestamp(try_cast(payload ->> '$.created_at' as double)) is not null
