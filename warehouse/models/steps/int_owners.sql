/* grows = "owner_key" */
-- Which department owns what: the first [[assign]] rule that holds, for each combination of facts that occurs.
-- `answer_rank` is the rank of the first rule that leaves it to the answering department. A row holds for what happens
-- in [from_at, until_at): groups, accounts and handles may change hands.
with facts as (
    select distinct
        source,
        platform,
        channel,
        visibility,
        group_name,
        account,
        mentions
    from steps.int_messages
    union
    select distinct
        source,
        platform,
        channel,
        visibility,
        group_name,
        null::varchar,
        []::varchar[]
    from steps.int_ticket_states
),

-- Between two of a source's boundaries no group, account or handle changes hands.
boundaries as (
    select
        source,
        unnest([from_at, until_at]) as boundary
    from company.identities
    where kind != 'agent'
),

spells as (
    select
        source,
        boundary as from_at,
        coalesce(lead(boundary) over (partition by source order by boundary), 'infinity') as until_at
    from (
        select
            source,
            boundary
        from boundaries
        where boundary is not null
        union
        select distinct
            source,
            '-infinity'::timestamptz
        from facts
    ) as starts
),

matches as (
    select
        facts.*,
        spells.from_at,
        spells.until_at,
        rules.rank,
        rules.by_kind,
        coalesce(rules.department_id, identities.department_id) as department_id,
        coalesce(list_position(facts.mentions, identities.value), 0) as mention_order
    from facts
    inner join spells on facts.source = spells.source
    inner join company.assign_rules as rules
        on (len(rules.source) = 0 or list_contains(rules.source, facts.source))
        and (len(rules.platform) = 0 or list_contains(rules.platform, facts.platform))
        and (len(rules.channel) = 0 or list_contains(rules.channel, facts.channel))
        and (len(rules.visibility) = 0 or list_contains(rules.visibility, facts.visibility))
        and (len(rules.group_name) = 0 or coalesce(list_contains(rules.group_name, facts.group_name), false))
        and (len(rules.account) = 0 or coalesce(list_contains(rules.account, facts.account), false))
        and (len(rules.mention) = 0 or coalesce(list_has_any(rules.mention, facts.mentions), false))
    left join company.identities as identities
        on facts.source = identities.source
        and rules.by_kind = identities.kind
        and (
            (rules.by_kind = 'group' and facts.group_name = identities.value)
            or (rules.by_kind = 'account' and facts.account = identities.value)
            or (rules.by_kind = 'mention' and list_contains(facts.mentions, identities.value))
        )
        and coalesce(identities.from_at, '-infinity') <= spells.from_at
        and spells.until_at <= coalesce(identities.until_at, 'infinity')
)

select
    owner_key(source, platform, channel, visibility, group_name, account, mentions) as owner_key,
    from_at,
    until_at,
    owner.department_id,
    owner.department_source,
    owner.rank as owner_rank,
    answer_rank
from (
    select
        source,
        platform,
        channel,
        visibility,
        group_name,
        account,
        mentions,
        from_at,
        until_at,
        -- The smallest struct: by rank, then by the order in which the text names its handles.
        min({
            rank: rank,
            mention_order: mention_order,
            department_id: department_id,
            department_source: coalesce(by_kind, 'rule')
        }) filter (where department_id is not null) as owner,
        min(rank) filter (where by_kind = 'answer') as answer_rank
    from matches
    group by all
) as ranked
