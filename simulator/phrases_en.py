"""What people and the company write in English; the same names and keys as `simulator.phrases_de`."""
# ruff: noqa: E501  (a phrase stands on one line, however long)

from __future__ import annotations

from simulator.phrases_de import (
    MERGED_HERE,
    MERGED_THERE,
    NOTE_HANDOFF,
    NOTE_HOLD,
    PAGE_COMMENT,
    POSTS,
    REACTIVE_POSTS,
)

MATTERS: dict[str, list[dict[str, str]]] = {
    "outage": [
        {
            "subject": "No signal in {city}",
            "private": "I have had no signal in {city} since {clock}. Is there an outage?",
            "public": "No coverage in {city} again since {clock}. What is going on?",
            "ask": "is it only your phone, or do others in {city} have the same problem?",
            "details": "My neighbours have no signal either. Postcode {zip}.",
            "answer": "a mast in {city} has failed, our colleagues are on site. We expect it to be back this evening.",
            "followup": "Still nothing in {city}. When will it be fixed?",
        },
        {
            "subject": "Internet down, customer number {account}",
            "private": "my router ({router}) is blinking red and nothing works. Customer number {account}.",
            "public": "Nice ad. Would be nicer if my internet worked. Down since {clock}.",
            "answer": "we measured your line and restarted it. Please unplug the {router} for a minute, then it should work again.",
            "followup": "The {router} is blinking red again. What now?",
        },
    ],
    "billing": [
        {
            "subject": "Charged twice, {amount} €",
            "private": "I was charged {amount} € twice in {month}. Please refund it. Customer number {account}.",
            "public": "Charged twice in {month} and still waiting for my {amount} €.",
            "ask": "could you send us a screenshot of both charges?",
            "details": "Screenshot attached, customer number {account}.",
            "answer": "you are right, the {amount} € will be back on your account within five working days.",
            "followup": "It has been a week and the {amount} € are not there.",
        },
        {
            "subject": "Bill higher than agreed",
            "private": "why is my bill {amount} € higher than agreed? Invoice {invoice}.",
            "public": "Hidden fees again, {amount} € more than promised.",
            "answer": "the {amount} € are the pro rata fee after your change to {tariff}. It is charged only once.",
        },
    ],
    "contract": [
        {
            "subject": "Cancelling my contract",
            "private": "I am moving abroad in {month} and would like to cancel my contract {account}.",
            "public": "Cancelled three weeks ago, no confirmation so far.",
            "answer": "we have received your cancellation, the contract ends in {month}. You will get a confirmation today.",
            "followup": "The confirmation has not arrived. Could you send it again?",
        },
        {
            "subject": "Switching to {tariff}",
            "private": "can I switch to {tariff} before my contract ends?",
            "public": "Is {tariff} for existing customers too?",
            "answer": "yes, existing customers can switch to {tariff} at any time, free of charge.",
            "followup": "And do I keep my number?",
        },
    ],
    "esim": [
        {
            "subject": "eSIM activation fails",
            "private": "the QR code for my eSIM is said to be used already. Order {order}, {device}.",
            "public": "Does eSIM work on the {device}? The QR code says it is used already.",
            "answer": "we created a new QR code, you will find it in your account.",
            "followup": "The new QR code does not work on the {device} either.",
        },
        {
            "subject": "Keeping my number",
            "private": "how long does it take to bring my number over? It has been nine days.",
            "public": "Waiting nine days for my number to be ported.",
            "answer": "your old provider has released the number, it will be switched on {day} between midnight and six.",
        },
    ],
    "delivery": [
        {
            "subject": "Where is my order {order}?",
            "private": "my order {order} should have arrived on {day}. Tracking shows nothing.",
            "public": "Order {order} is nowhere to be found. Anyone?",
            "ask": "which address was {order} meant for?",
            "details": "{street} {number}, {zip} {city}.",
            "answer": "the parcel {order} was stuck and arrives on {day}. Sorry about the wait.",
        },
        {
            "subject": "{device} arrived broken",
            "private": "the {device} arrived with a cracked screen. Order {order}.",
            "public": "When will the {device} be back in stock?",
            "answer": "the {device} is in stock again, and a broken one is replaced at once: the return label is in your inbox.",
        },
    ],
    "roaming": [
        {
            "subject": "Roaming in {country}",
            "private": "we are going to {country} on {day}. Is data included in {tariff}?",
            "public": "Does {tariff} include {country}?",
            "answer": "in {country} you use your data as at home, up to 24 GB a month.",
            "followup": "And calls home from {country}?",
        },
        {
            "subject": "Charged for roaming in {country}",
            "private": "I was charged {amount} € for roaming in {country} although I had booked the option.",
            "public": "{amount} € for two days in {country}, seriously?",
            "answer": "the option was booked, this was our mistake. We will credit the {amount} €.",
        },
    ],
    "app": [
        {
            "subject": "Cannot log in to the app",
            "private": "the app logs me out right after the update.",
            "public": "Your app has been unusable since the update.",
            "ask": "which version of the app does your {device} show?",
            "details": "Version 8.4.0 on the {device}.",
            "answer": "version 8.4.1 fixes this, it is in the stores now.",
            "followup": "8.4.1 is installed and now the screen stays white.",
        },
    ],
    "offer": [
        {
            "subject": "Quote for {seats} lines",
            "private": "we are {company} and need {seats} lines with {device}. Could you send a quote?",
            "public": "Is there a business version of {tariff}? We need {seats} lines.",
            "ask": "how many of the {seats} lines need a device?",
            "details": "About half of them, starting in {month}.",
            "answer": "please find quote {case} for {seats} lines attached.",
        },
        {
            "subject": "Student discount",
            "private": "is there a student discount on {tariff}?",
            "public": "Any discount for students?",
            "answer": "students get 20 % off {tariff}, a photo of your student card is enough.",
        },
    ],
    "press": [
        {
            "subject": "Media enquiry: {outlet}",
            "private": "I am writing for {outlet} about rural coverage and would like to speak to someone by {day}.",
            "public": "Is there a press release about this?",
            "ask": "which issue is it for, and how long would you need?",
            "details": "For the first issue in {month}, half an hour would do.",
            "answer": "a call on {day} at 11 is possible. Would that suit you?",
        },
    ],
    "privacy": [
        {
            "subject": "Data access request",
            "private": "under Art. 15 GDPR I ask for a copy of my personal data. Customer number {account}.",
            "public": "How did you get my number? I am not even a customer.",
            "ask": "please help us confirm your identity with the last digits of your SIM card.",
            "details": "They are {zip}.",
            "answer": "the copy of your data is in your account, case {case}.",
        },
    ],
    "idea": [
        {
            "subject": "Suggestion for the app",
            "private": "it would be great to share data within the family. Any plans?",
            "public": "When will {tariff} get Wi-Fi calling?",
            "answer": "thanks for the idea, it is planned for next year.",
        },
    ],
}

GREETING = ["Hello,", "Hi,", "Dear Nordfunk team,", "Good morning,"]
CLOSING = ["Best regards\n{name}", "Thanks\n{name}", "Kind regards, {first}"]
AGENT_GREETING = ["Hello {first},", "Dear {name},"]
AGENT_CLOSING = ["Best regards\n{agent}", "Kind regards from Cologne\n{agent}"]
PUBLIC_PREFIX = ["Hi {first}, ", "Hello {first}, "]
SIGN = [" ^{initials}", " /{agentfirst}", ""]
TO_PRIVATE = ["sorry to hear that. Please send us a private message with your customer number."]
FROM_PUBLIC = ["Hi, you asked me in the comments to write here. {private}"]
FOLLOWUP = [
    "Thanks. Does that apply to my second card too?",
    "Thanks for the answer. Can I have that in writing?",
]
FOLLOWUP_ANSWER = [
    "thanks for letting us know. I will find out and write to you by {day}, case {case}.",
    "I have passed this on. You will have an answer by {day}.",
]
MORE = [
    "One more thing: does it apply to my second card too?",
    "My customer number is {account}, by the way.",
]
DETAILS = ["My customer number is {account}."]
THANKS = ["Thank you, it works!", "Great, thanks for the quick help.", "Perfect, thanks!"]
WELCOME = ["you are welcome! Just write if there is anything else."]
NUDGE = ["Hello? Anybody there?", "I am still waiting for an answer.", "Any news on this?"]
BURST = ["Customer number is {account}", "It is urgent, I need the phone for work.", "Screenshot follows"]
ME_TOO = ["Same here in {city}.", "I would like to know that too.", "Works fine for me."]
ME_TOO_ANSWER = [
    "thanks for writing. We have passed it on to our engineers.",
    "we will post it here as soon as we know more.",
]
PEER_ANSWER = [
    "It is in the app under My plan, at the very bottom.",
    "Airplane mode on and off again, then choose the network automatically. That did it for me every time.",
    "Two clicks in your account, tab Contracts. Valid from the first of next month.",
]
PEER_THANKS = ["exactly, thanks for helping out!", "thanks for the tip, we could not have said it better."]
PRAISE = [
    "Just ordered it, great deal!",
    "Happy customer for three years.",
    "Network in {city} has become really good.",
]
THANKS_BACK = ["thank you, that makes our day!", "thanks, we will pass it on."]
SPAM = ["Earn 4,500 a week from home, message me: bit.example/{order}"]
AUTO_REPLY = [
    "Thank you for your message. We will get back to you as soon as we can. Your case number: {case}. This is an automatic reply."
]
OUTREACH_SUBJECT = ["Your contract ends soon"]
OUTREACH = [
    "your contract ends in {month}. We have an offer for you: {tariff} for {amount} € a month. Are you interested?"
]
OUTREACH_ANSWER = [
    "Sounds good, what do I have to do?",
    "Thanks, not interested right now.",
    "What would it cost me?",
]

SECOND = [
    "I have just checked, we are already on it.",
    "one more thing: you can follow it in your account at any time.",
]
BOT_FIRST = ["Hello, I am Nordfunk's digital assistant. I will get a human for you, one moment please."]

__all__ = [
    "MERGED_HERE",
    "MERGED_THERE",
    "NOTE_HANDOFF",
    "NOTE_HOLD",
    "PAGE_COMMENT",
    "POSTS",
    "REACTIVE_POSTS",
]
