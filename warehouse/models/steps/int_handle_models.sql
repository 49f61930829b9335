-- What a reply of which nothing is known is taken to have needed: the median of those measured or inferred on its topic
-- and channel, else on its channel, else of all; each from at least 20 of them.
select
    if(grouping(channel) = 0, channel, null) as channel,
    topic,
    if(grouping(channel) = 1, 'all', if(grouping(topic) = 1, 'channel', 'topic')) as basis,
    quantile_disc(handle_seconds, 0.5) as median_seconds,
    count(*) as reply_count
from steps.int_handles
where tier is not null
group by grouping sets ((channel, topic), (channel), ())
having count(*) >= 20 and (grouping(topic) = 1 or topic is not null)
