"""The closed lists of words that configuration and tables share."""

from typing import Literal

Platform = Literal[
    "facebook",
    "instagram",
    "whatsapp",
    "x",
    "youtube",
    "linkedin",
    "xing",
    "snapchat",
    "mastodon",
    "bluesky",
    "discourse",
    "rss",
    "mail",
    "phone",
    "sms",
    "web",
    "ticket_system",
    "other",
]
Channel = Literal[
    "post",
    "comment",
    "direct_message",
    "review",
    "forum",
    "mail",
    "phone",
    "sms",
    "chat",
    "web_form",
    "portal",
    "other",
]
Visibility = Literal["public", "private", "internal"]
DepartmentKind = Literal[
    "marketing",
    "service",
    "press",
    "sales",
    "hr",
    "quality",
    "production",
    "legal",
    "communication",
    "product",
    "other",
]
TargetMetric = Literal["first_response", "next_response", "resolution", "approval"]
Clock = Literal["business", "calendar"]
AssignBy = Literal["group", "account", "mention", "author", "answer"]
Language = Literal["de", "en"]
PausingState = Literal["waiting_customer", "waiting_third_party", "waiting_approval"]
Intent = Literal[
    "complaint",
    "support_request",
    "question",
    "praise",
    "purchase_interest",
    "press",
    "no_answer_needed",
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
