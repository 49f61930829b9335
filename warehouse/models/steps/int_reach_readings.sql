-- Counters of impressions as they were read, one row a post, kind and instant; of several readings at once the
-- highest.
with readings as (
    select
        source,
        post,
        read_at,
        paid_impressions,
        organic_impressions
    from staging.stg_reach_rows
    union all by name
    select
        source,
        post,
        read_at,
        paid_impressions,
        organic_impressions
    from staging.all_reach
),

counters as (
    select
        post,
        read_at,
        unnest(['paid', 'organic']) as kind,
        unnest([paid_impressions, organic_impressions]) as shown
    from readings
    where read_at <= getvariable('as_of')
)

select
    names.post_id,
    counters.kind,
    counters.read_at,
    max(counters.shown) as shown
from counters
inner join steps.int_post_names as names on counters.post = names.word
where counters.shown is not null
group by all
