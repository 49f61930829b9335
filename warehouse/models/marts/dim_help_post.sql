-- Posts that answer a question for everybody, each with the topic whose contacts it may spare: the one whose name
-- stands in its text, else the one that most of what is written below it is about. NULL where neither says one.
with topics as (
    select distinct topic from marts.fct_contact_hours
    where topic is not null
),

named as (
    select
        posts.post_id,
        min({place: instr(lower(posts.text), replace(lower(topics.topic), '_', ' ')), topic: topics.topic}).topic
            as topic
    from marts.dim_post as posts
    inner join topics on contains(lower(posts.text), replace(lower(topics.topic), '_', ' '))
    where posts.kind = 'help'
    group by posts.post_id
),

written as (
    select
        under_post_id as post_id,
        subject as topic,
        count(*) as waits,
        sum(count(*)) over (partition by under_post_id) as total
    from marts.fct_first_waits
    where under_post_id is not null and subject is not null
    group by under_post_id, subject
)

select
    posts.post_id,
    posts.campaign_id,
    posts.published_at,
    timezone(settings.zone, posts.published_at)::date as started_day,
    coalesce(named.topic, written.topic) as subject
from marts.dim_post as posts
cross join company.settings as settings
left join named on posts.post_id = named.post_id
left join written on posts.post_id = written.post_id and written.waits > written.total / 2 and written.waits >= 3
where posts.kind = 'help'
