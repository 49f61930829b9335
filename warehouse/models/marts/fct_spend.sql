-- What was spent on a day, in EUR: from the tables of spend, and by ad or campaign from ad accounts. `campaign_id` is
-- NULL for money on no campaign that anybody named.
--
-- Where an ad account and a table both tell what a campaign's ads cost on a day, it is the same money, and the one that
-- [leading] spend names first counts; the account, where nobody has said.
with ranked as (
    select
        told.*,
        coalesce(leads.rank, 1000) as rank
    from steps.int_told_spend as told
    left join company.leading_sources as leads on told.source = leads.source and leads.fact = 'spend'
),

believed as (
    select
        *,
        if(
            campaign_id is null or ad_platform is null,
            told_by,
            arg_min(told_by, {rank: rank, told_by: told_by}) over (partition by campaign_id, spent_day, ad_platform)
        ) as believed_kind
    from ranked
)

select
    believed.spend_id,
    believed.spent_day,
    believed.campaign_id,
    believed.post_id,
    believed.platform,
    believed.category,
    believed.amount,
    believed.currency,
    believed.source,
    believed.file,
    believed.line
from believed
cross join company.settings as settings
where
    believed.told_by = believed.believed_kind
    and believed.spent_day <= timezone(settings.zone, getvariable('as_of'))::date
