-- What disappears on which platform, and when, as the platforms' own documentation has it (not verified against them).
-- One row a rule:
--
-- answer_window: after `hours` since the customer's last message, the company may no longer answer freely.
-- content: after `hours` the unanswered message itself is gone on the platform; what was read before stays here.
-- capture: what isn't read within `hours` of being written can't be read any more, so counting from the last reading.
select
    rules.rule_id,
    rules.expires,
    rules.platform,
    rules.channel,
    rules.hours::double as hours
from (
    values
    ('whatsapp_window', 'answer_window', 'whatsapp', null, 24),
    -- With Meta's tag for human agents 7 days; a company may not rely on being allowed it.
    ('messenger_window', 'answer_window', 'facebook', 'direct_message', 24),
    ('instagram_window', 'answer_window', 'instagram', 'direct_message', 24),
    -- A chat once it was seen; snaps that nobody opened.
    ('snapchat_seen', 'content', 'snapchat', 'direct_message', 24),
    ('snapchat_unopened', 'content', 'snapchat', 'direct_message', 720),
    ('x_messages', 'capture', 'x', 'direct_message', 720),
    ('x_replies', 'capture', 'x', 'post', 168),
    ('instagram_stories', 'capture', 'instagram', 'direct_message', 24),
    ('snapchat_export', 'capture', 'snapchat', 'direct_message', 24)
) as rules (rule_id, expires, platform, channel, hours)
