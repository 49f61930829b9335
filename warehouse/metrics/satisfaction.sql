/*
label = "Satisfied customers"
label_de = "Zufriedene Kunden"
description = """Share of those who said how satisfied they were who were better than half satisfied (4 or 5 of 5, \
    "good"). Beside it the mean of what all said, from 0 (the worst of the scale) to 1, and how many of those who were \
    asked more than seven days ago answered within seven days."""
description_de = """Anteil derer, die besser als mittel zufrieden waren (4 oder 5 von 5, „gut“), an allen, die sagten, \
    wie zufrieden sie waren. Daneben das Mittel dessen, was alle sagten, von 0 (das Schlechteste der Skala) bis 1, und \
    wie viele von denen, die vor mehr als sieben Tagen gefragt wurden, binnen sieben Tagen antworteten."""
unit = "share"
better = "higher"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "told_day"
recent = 9
statistics = ["value", "score", "answered"]
excludes = """who was asked and said nothing, but in `answered`; earlier answers to the same request; in `answered` \
    requests of the last seven days, and ratings without a known request"""
excludes_de = """wer gefragt wurde und nichts sagte, außer in `answered`; frühere Antworten auf dieselbe Frage; in \
    `answered` Fragen der letzten sieben Tage und Bewertungen, zu denen keine Frage bekannt ist"""
others = """Others show the share alone, without how many were asked: who is asked only where it went well has \
    satisfied customers."""
others_de = """Andere zeigen nur den Anteil, nicht wie viele gefragt wurden: Wer nur fragt, wo es gut lief, hat \
    zufriedene Kunden."""
example = [
    "five customers were asked a fortnight ago; two said nothing",
    "anna says 5 of 5, ben 4 of 5, carla 2 of 5",
    "answered: 3 of 5, 60%; mean: (1 + 0.75 + 0.25) / 3 = 0.67",
    "= 2 of 3, 66.7%",
]
example_de = [
    "fünf Kunden wurden vor zwei Wochen gefragt; zwei sagten nichts",
    "Anna sagt 5 von 5, Ben 4 von 5, Carla 2 von 5",
    "geantwortet: 3 von 5, 60 %; Mittel: (1 + 0,75 + 0,25) / 3 = 0,67",
    "= 2 von 3, 66,7 %",
]
source = "requirement R55; marts.fct_ratings; interval: Wilson (1927)"
*/
-- Each belongs to the day on which it was asked, or rated where nobody knows when it was asked.
with counted as (
    select
        ratings.told_day,
        ratings.source,
        ratings.platform,
        ratings.channel,
        ratings.visibility,
        ratings.department_id,
        count(ratings.score)::bigint as rated_count,
        count_if(ratings.is_satisfied)::bigint as satisfied_count,
        -- Exact, so that the sum is the same in any order.
        coalesce(sum(ratings.score::decimal(18, 9)), 0)::double as score_sum,
        count_if(seconds_between(ratings.asked_at, snapshots.as_of) > 604800)::bigint as asked_count,
        count_if(
            seconds_between(ratings.asked_at, snapshots.as_of) > 604800
            and seconds_between(ratings.asked_at, ratings.rated_at) <= 604800
        )::bigint as answered_count
    from marts.fct_ratings as ratings
    cross join marts.dim_snapshot as snapshots
    group by all
),

told as (
    select
        * exclude (rated_count, satisfied_count, score_sum, asked_count, answered_count),
        unnest(['value', 'score', 'answered']) as statistic,
        unnest([satisfied_count::double, score_sum, answered_count::double]) as numerator,
        unnest([rated_count, rated_count, asked_count]) as sample_size
    from counted
)

select
    told_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    numerator,
    sample_size,
    numerator / sample_size as metric_value,
    if(statistic = 'score', null, wilson_lower(numerator, sample_size)) as lower,
    if(statistic = 'score', null, wilson_upper(numerator, sample_size)) as upper
from told
where sample_size > 0
