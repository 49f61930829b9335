-- How many had reacted to something, and shared it: one row a post or comment and reading that says another number than
-- the one before. `message_id` is NULL for the post itself; `shares` is NULL where the platform tells none.
with readings as (
    select
        source,
        post_id,
        message_id,
        read_at,
        max(reactions) as reactions,
        max(shares) as shares
    from staging.all_reactions
    where read_at <= getvariable('as_of')
    group by all
)

select *
from readings
window history as (partition by post_id, message_id order by read_at)
qualify
    (reactions is distinct from lag(reactions) over history)
    or (shares is distinct from lag(shares) over history)
