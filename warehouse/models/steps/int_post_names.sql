-- By which words a post is meant in tables and ad accounts: its id, with the source before it or as the platform
-- writes it.
select
    post_id as word,
    post_id
from steps.int_posts
union all
select
    substr(post_id, length(source) + 2) as word,
    min(post_id) as post_id
from steps.int_posts
group by substr(post_id, length(source) + 2)
