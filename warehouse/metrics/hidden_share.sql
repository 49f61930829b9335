/*
label = "Hidden or deleted"
label_de = "Verborgen oder gelöscht"
description = """Of what people wrote in public, the share that was hidden by us or held back by the platform, and the \
    share that was deleted since, by whomever."""
description_de = """Anteil des öffentlich Geschriebenen, den wir verborgen haben oder die Plattform zurückhält, und \
    Anteil, der seither gelöscht wurde, von wem auch immer."""
unit = "share"
better = "neutral"
dimensions = ["source", "platform", "channel", "department_id"]
time = "sent_day"
statistics = ["hidden", "deleted"]
excludes = "private messages; what the company or a machine wrote; what was gone before the first reading"
excludes_de = "private Nachrichten; was Firma oder Maschinen schrieben; was vor dem ersten Lesen schon fort war"
others = "Others drop what was hidden or deleted, so that removing complaints makes every figure look better."
others_de = "Andere lassen Verborgenes und Gelöschtes weg: Wer Beschwerden entfernt, verbessert damit jede Kennzahl."
example = [
    "four people comment",
    "one comment is hidden, one is deleted by its author",
    "hidden: 1 of 4; deleted: 1 of 4",
    "= 25%",
]
example_de = [
    "vier Personen kommentieren",
    "ein Kommentar wird verborgen, einer von der schreibenden Person gelöscht",
    "verborgen: 1 von 4; gelöscht: 1 von 4",
    "= 25 %",
]
source = "interval: Wilson (1927)"
*/
with written as (
    select
        sent_day,
        source,
        platform,
        channel,
        department_id,
        count(*) as message_count,
        count_if(coalesce(no_answer_reason = 'hidden', false)) as hidden_count,
        count(deleted_at) as deleted_count
    from marts.fct_messages
    where direction = 'inbound' and visibility = 'public' and is_human and author_kind not in ('employee', 'agency')
    group by all
),

told as (
    select
        * exclude (hidden_count, deleted_count),
        unnest(['hidden', 'deleted']) as statistic,
        unnest([hidden_count, deleted_count]) as numerator
    from written
)

select
    sent_day as date_day,
    source,
    platform,
    channel,
    department_id,
    statistic,
    sum(numerator)::bigint as numerator,
    sum(message_count)::bigint as sample_size,
    sum(numerator)::bigint / sum(message_count) as metric_value,
    wilson_lower(sum(numerator)::bigint, sum(message_count)::bigint) as lower,
    wilson_upper(sum(numerator)::bigint, sum(message_count)::bigint) as upper
from told
group by all
