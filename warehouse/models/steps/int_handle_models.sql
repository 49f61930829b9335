-- What a reply of which nothing is known is taken to have needed: the median of those measured or inferred on its topic
-- and channel, else on its channel, else of all; each from at least 20 of them. Only what some reply has need of stands
-- here, so that the times of all replies needn't be made anew for a median that nobody asks for.
with needed as (
    select distinct
        channel,
        topic
    from steps.int_handles
    where tier is null
),

medians as (
    select
        if(grouping(channel) = 0, channel, null) as channel,
        topic,
        if(grouping(channel) = 1, 'all', if(grouping(topic) = 1, 'channel', 'topic')) as basis,
        quantile_disc(handle_seconds, 0.5) as median_seconds
    from steps.int_handles
    where tier is not null and exists (select 1 from needed)
    group by grouping sets ((channel, topic), (channel), ())
    having count(*) >= 20 and (grouping(topic) = 1 or topic is not null)
)

select *
from medians
where
    basis = 'all'
    or (basis = 'channel' and channel in (select needed.channel from needed))
    or (basis = 'topic' and (channel, topic) in (select (needed.channel, needed.topic) from needed))
