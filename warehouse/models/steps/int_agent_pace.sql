/*
per = "message_id"
moving = '''
(agent_id, sent_at) in (
    with noted as (select id as message_id from work.main.touched where kind = 'message'),
    changed as (
        select agent_id, sent_at from steps.int_agent_pace semi join noted using (message_id)
        union
        select agent_id, sent_at from staging.all_messages semi join noted using (message_id)
        where direction = 'outbound' and is_human and agent_id is not null
    ),
    later as (
        select agent_id, sent_at from steps.int_agent_pace
        where (sent_at at time zone 'UTC')::date in (
            select unnest([sent_at::date, sent_at::date + 1]) from changed
        )
    )
    from changed
    union all
    select changed.agent_id, later.sent_at
    from changed asof inner join later on changed.agent_id = later.agent_id and changed.sent_at < later.sent_at
)'''
*/
-- What each person wrote before a message on the same day, reply or note, in whatever case: nobody began to answer the
-- next one before that. The night starts anew. `moving`: of a message that came, went or changed, its author's next
-- one is another tomorrow, wherever that went.
with chosen as (
    select
        message_id,
        agent_id,
        sent_day
    from marts.fct_messages
    where direction = 'outbound' and is_human and agent_id is not null
),

-- With its file's name it is all of the table, also where only some messages are made anew.
paced as (
    select
        message_id,
        agent_id,
        sent_day,
        sent_at,
        lag(sent_at) over (partition by sent_day, agent_id order by sent_at, message_id) as previous_at
    from warehouse.marts.fct_messages
    where direction = 'outbound' and is_human and (sent_day, agent_id) in (select (sent_day, agent_id) from chosen)
)

select paced.*
from paced
semi join chosen on paced.message_id = chosen.message_id
