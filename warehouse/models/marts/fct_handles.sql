/* per = "message_id" */
-- One row per human reply that a customer could see, and the time that it took (metrics definition 12) with how that is
-- known: `tier` measured, inferred, or modelled from replies like it (`model_basis`: topic, channel, all). It is NULL
-- where there are too few of those.
select
    handles.message_id,
    handles.case_id,
    handles.wait_id,
    handles.source,
    handles.platform,
    handles.channel,
    handles.visibility,
    handles.department_id,
    handles.agent_id,
    handles.sent_at,
    handles.handled_day,
    handles.topic,
    coalesce(
        handles.tier,
        if(coalesce(topics.basis, channels.basis, everything.basis) is null, null, 'modelled')
    ) as tier,
    if(handles.tier is null, coalesce(topics.basis, channels.basis, everything.basis), null) as model_basis,
    case
        when handles.tier is not null then handles.handle_seconds
        else coalesce(topics.median_seconds, channels.median_seconds, everything.median_seconds)
    end as handle_seconds,
    if(
        handles.tier is null and coalesce(topics.basis, channels.basis, everything.basis) is null,
        'no_reference', null
    ) as handle_reason,
    handles.is_capped
from steps.int_handles as handles
left join steps.int_handle_models as topics
    on topics.basis = 'topic' and handles.channel = topics.channel and handles.topic = topics.topic
left join steps.int_handle_models as channels
    on channels.basis = 'channel' and handles.channel = channels.channel
left join steps.int_handle_models as everything on everything.basis = 'all'
