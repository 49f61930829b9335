/* per = "message_id" */
-- Who wrote what the company sent, and for which department: the one that the agent belonged to at that instant, else
-- the one that owned the message. Somebody who left or moved keeps what they wrote where they wrote it.
select
    messages.message_id,
    messages.conversation_id,
    messages.agent_id,
    coalesce(messages.agent_id, messages.author_id) as author_id,
    coalesce(agents.department_id, owners.department_id) as department_id,
    if(agents.department_id is not null, 'author', owners.department_source) as department_source,
    messages.is_declared_split
from steps.int_messages as messages
left join company.identities as agents
    on messages.source = agents.source
    and messages.agent_id = agents.value
    and agents.kind = 'agent'
    and messages.sent_at >= coalesce(agents.from_at, '-infinity')
    and messages.sent_at < coalesce(agents.until_at, 'infinity')
left join steps.int_owners as owners
    on owner_key(
        messages.source, messages.platform, messages.channel, messages.visibility,
        messages.group_name, messages.account, messages.mentions
    ) = owners.owner_key
    and messages.sent_at >= owners.from_at
    and messages.sent_at < owners.until_at
where messages.direction = 'outbound'
