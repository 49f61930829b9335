/*
label = "Within target, by who answers"
label_de = "In der Zielzeit, nach denen, die antworten"
description = """Share of waits answered within their target, by who answered: the company's own people (`internal`), \
    or those of a service provider. A wait that nobody answered is that of the provider whose department it lies with, \
    and else the company's."""
description_de = """Anteil der Wartezeiten, die ihr Ziel hielten, nach denen, die antworteten: die eigenen Leute \
    (`internal`) oder die eines Dienstleisters. Was niemand beantwortete, gehört dem Dienstleister, bei dessen \
    Abteilung es liegt, und sonst dem Haus."""
unit = "share"
better = "higher"
dimensions = ["provider", "source", "platform", "channel", "visibility", "department_id"]
derived = ["provider"]
time = "opened_day"
statistics = ["value"]
excludes = "waits without a target, not yet due, or taken back"
excludes_de = "Wartezeiten ohne Ziel, noch nicht fällige oder zurückgezogene"
others = "Others show what a provider reports of itself."
others_de = "Andere zeigen, was ein Dienstleister über sich selbst berichtet."
example = [
    "Callhaus answers three customers, two of them in time",
    "the company's own people answer two, one in time; one is never answered",
    "the company's own: 1 of 3, 33.3%; Callhaus:",
    "= 2 of 3, 66.7%",
]
example_de = [
    "Callhaus antwortet drei Kunden, zweien rechtzeitig",
    "die eigenen Leute antworten zweien, einem rechtzeitig; einer bekommt keine Antwort",
    "das Haus: 1 von 3, 33,3 %; Callhaus:",
    "= 2 von 3, 66,7 %",
]
source = "requirement R97; metrics definition 9; marts.fct_provider_waits; interval: Wilson (1927)"
*/
with answered as (
    select
        waits.opened_day,
        waits.source,
        waits.platform,
        waits.channel,
        waits.visibility,
        waits.department_id,
        waits.sla_state,
        coalesce(external.provider_name, 'internal') as provider
    from marts.fct_waits as waits
    left join marts.fct_provider_waits as external
        on waits.wait_id = external.wait_id and waits.customer_id = external.customer_id
    where waits.sla_state in ('met', 'breached')
)

select
    opened_day as date_day,
    provider,
    source,
    platform,
    channel,
    visibility,
    department_id,
    'value' as statistic,
    count_if(sla_state = 'met')::bigint as numerator,
    count(*) as sample_size,
    numerator / sample_size as metric_value,
    wilson_lower(numerator, sample_size) as lower,
    wilson_upper(numerator, sample_size) as upper
from answered
group by all
