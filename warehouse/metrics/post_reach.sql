/*
label = "Posts, reach and spend"
label_de = "Beiträge, Reichweite und Ausgaben"
description = """How many posts of our own there were, how often they were shown within 72 hours of publication \
    (unless set otherwise), all in all and paid, what showing them has cost until now, and how many comments stand \
    directly under them. Where a platform tells views only (YouTube), these stand for impressions."""
description_de = """Wie viele eigene Beiträge es gab, wie oft sie binnen 72 Stunden nach Veröffentlichung gezeigt \
    wurden (wenn nicht anders eingestellt), insgesamt und bezahlt, was ihr Zeigen bisher gekostet hat und wie viele \
    Kommentare direkt darunter stehen. Wo eine Plattform nur Aufrufe nennt (YouTube), stehen diese für \
    Einblendungen."""
unit = "count"
better = "higher"
dimensions = [
    "source", "platform", "channel", "visibility", "department_id", "campaign_id", "post_id", "kind", "is_paid"
]
detail = ["post_id"]
time = "published_day"
statistics = ["posts", "impressions", "paid_impressions", "spent_eur", "comments"]
excludes = "posts of which no reach or no spend is known, from those two sums; the sample counts the others"
excludes_de = "Beiträge ohne bekannte Reichweite oder Ausgaben aus diesen Summen; die Stichprobe zählt die anderen"
others = "Others show reach and spend, and comments apart from both."
others_de = "Andere zeigen Reichweite und Ausgaben, und Kommentare getrennt von beidem."
example = [
    "a post shown 40,000 times, 30,000 of them paid for with 180 €",
    "another shown 5,000 times",
    "= 2 posts, 45,000 impressions, 180 €",
]
example_de = [
    "ein Beitrag, 40.000-mal gezeigt, davon 30.000-mal bezahlt mit 180 €",
    "ein zweiter, 5.000-mal gezeigt",
    "= 2 Beiträge, 45.000 Einblendungen, 180 €",
]
source = "requirement R82; marts.fct_post_comments"
*/
with counted as (
    select
        published_day as date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        campaign_id,
        post_id,
        kind,
        is_paid,
        count(*) as post_count,
        count(impressions) as shown_count,
        count(spent_eur) as paid_count,
        -- Exact, so that sums are the same in any order.
        sum(impressions::decimal(18, 3))::double as impressions,
        sum(paid_impressions::decimal(18, 3))::double as paid_impressions,
        sum(spent_eur::decimal(18, 4))::double as spent_eur,
        sum(comment_count)::bigint as comments
    from marts.fct_post_comments
    group by all
),

figures as (
    select
        * exclude (post_count, shown_count, paid_count, impressions, paid_impressions, spent_eur, comments),
        unnest([  -- noqa: AL03
            {statistic: 'posts', metric_value: post_count::double, sample_size: post_count},
            {statistic: 'impressions', metric_value: impressions, sample_size: shown_count},
            {statistic: 'paid_impressions', metric_value: paid_impressions, sample_size: shown_count},
            {statistic: 'spent_eur', metric_value: spent_eur, sample_size: paid_count},
            {statistic: 'comments', metric_value: comments::double, sample_size: post_count}
        ], max_depth := 2),
        post_count as numerator
    from counted
)

select
    *,
    null::double as lower,
    null::double as upper
from figures
