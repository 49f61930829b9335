/*
label = "Capture coverage"
label_de = "Erfassungsgrad"
description = """Of the comments and answers that a platform counts below our posts and in our topics, the share that \
    has landed here, by the day of the post."""
description_de = """Anteil der Kommentare und Antworten, die eine Plattform unter unseren Beiträgen und in unseren \
    Themen zählt, der hier angekommen ist, nach dem Tag des Beitrags."""
unit = "share"
better = "higher"
dimensions = ["source", "account", "platform"]
time = "date_day"
statistics = ["value"]
excludes = "sources whose platform tells no count; direct messages; what landed beyond the count"
excludes_de = "Quellen, deren Plattform keine Zahl nennt; Direktnachrichten; was über die Zahl hinaus ankam"
others = "Others show what they have fetched as all there is."
others_de = "Andere zeigen, was sie abgeholt haben, als alles, was es gibt."
example = [
    "a video says 40 comments, 38 have landed",
    "another says 10, and 11 have landed: one was deleted since",
    "= 48 of 50, 96%",
]
example_de = [
    "ein Video nennt 40 Kommentare, 38 sind angekommen",
    "ein zweites nennt 10, und 11 sind angekommen: einer wurde seither gelöscht",
    "= 48 von 50, 96 %",
]
source = "requirement R19; marts.fct_capture"
*/
-- Everything is counted, nothing is drawn from more: there is no interval.
select
    date_day,
    source,
    account,
    platform,
    'value' as statistic,
    sum(least(said, landed))::bigint as numerator,
    sum(said)::bigint as sample_size,
    numerator / nullif(sample_size, 0) as metric_value,
    null::double as lower,
    null::double as upper
from marts.fct_capture
group by all
