"""What people and the company write in English; the same keys as `simulator.phrases_de`."""
# ruff: noqa: E501  (a phrase stands on one line, however long)

from __future__ import annotations

TOPICS: dict[str, dict[str, list[str]]] = {
    "outage": {
        "subject": ["No signal in {city}", "Internet down since {clock}"],
        "private": [
            "I have had no signal in {city} since {clock}. Is there an outage?",
            "my router ({router}) is blinking red and nothing works. Customer number {account}.",
        ],
        "public": [
            "No coverage in {city} again. What is going on?",
            "Nice ad. Would be nicer with a working network in {city}.",
        ],
        "answer": [
            "there was an outage in {city}, it has been fixed since {clock}. Please restart your device once.",
            "we measured your line and restarted it. If it drops again, please quote {case}.",
        ],
        "ask": ["could you send us your customer number and the address of the connection?"],
    },
    "billing": {
        "subject": ["Charged twice, invoice {invoice}", "Question about my bill"],
        "private": [
            "I was charged {amount} € twice in {month}. Please refund it. Customer number {account}.",
            "why is my bill {amount} € higher than agreed? Invoice {invoice}.",
        ],
        "public": [
            "Still waiting for my refund of {amount} €.",
            "Hidden fees again, {amount} € more than promised.",
        ],
        "answer": [
            "you are right, the {amount} € will be refunded within five working days.",
            "the difference is the pro rata fee after your change of tariff, see {case} in your account.",
        ],
        "ask": ["which invoice is this about? A photo would help."],
    },
    "contract": {
        "subject": ["Cancelling my contract", "Switching to {tariff}"],
        "private": [
            "I am moving abroad in {month} and would like to cancel my contract {account}.",
            "can I switch to {tariff} before my contract ends?",
        ],
        "public": ["Is this for existing customers too?", "Can I switch to {tariff} from my old plan?"],
        "answer": [
            "we have received your cancellation, the contract ends in {month}.",
            "yes, switching to {tariff} is free, we noted it as {case}.",
        ],
        "ask": ["which phone number does the contract belong to?"],
    },
    "esim": {
        "subject": ["eSIM activation fails", "Keeping my number"],
        "private": [
            "the QR code for my eSIM is said to be used already. Order {order}, {device}.",
            "how long does it take to bring my number over?",
        ],
        "public": ["Does eSIM work on the {device}?", "Waiting nine days for my number to be ported."],
        "answer": [
            "we created a new QR code, you will find it in your account.",
            "your number will be switched on {day} between midnight and six.",
        ],
        "ask": ["which device is it, and what exactly does the error say?"],
    },
    "delivery": {
        "subject": ["Where is my order {order}?"],
        "private": [
            "my order {order} should have arrived on {day}. Tracking shows nothing.",
            "the {device} arrived with a cracked screen.",
        ],
        "public": [
            "Order {order} is nowhere to be found. Anyone?",
            "When will the {device} be back in stock?",
        ],
        "answer": [
            "the parcel is with the courier and arrives on {day}.",
            "we will replace the {device}, the return label is in your inbox.",
        ],
        "ask": ["could you tell us the order number? It starts with NF."],
    },
    "roaming": {
        "subject": ["Roaming in {country}"],
        "private": [
            "we are going to {country} on {day}. Is data included in {tariff}?",
            "I was charged {amount} € for roaming in {country}.",
        ],
        "public": ["Does this include {country}?", "How much of it can be used in the UK?"],
        "answer": [
            "in {country} you use your data as at home, up to 24 GB a month.",
            "sorry about that, we will credit {amount} €.",
        ],
        "ask": ["when were you there, and which number is it about?"],
    },
    "app": {
        "subject": ["Cannot log in to the app"],
        "private": [
            "the app logs me out right after the update.",
            "the password reset mail never arrives, not in spam either.",
        ],
        "public": [
            "Your app has been unusable since the update.",
            "Is there any way to see my usage without the app?",
        ],
        "answer": [
            "version 8.4.1 fixes this, it is in the stores now.",
            "we reset your address, the link will arrive now.",
        ],
        "ask": ["which version of the app do you use, and on what phone?"],
    },
    "offer": {
        "subject": ["Quote for {seats} lines"],
        "private": ["we are {company} and need {seats} lines with {device}. Could you send a quote?"],
        "public": ["Any discount for students?", "Is there a business version of {tariff}?"],
        "answer": ["please find quote {case} for {seats} lines attached, {amount} € each per month."],
        "ask": ["how many of the lines need a device?"],
    },
    "press": {
        "subject": ["Media enquiry: {outlet}"],
        "private": [
            "I am writing for {outlet} about rural coverage and would like to speak to someone by {day}."
        ],
        "public": ["Is there a press release about this?"],
        "answer": ["thank you for your enquiry, our statement is attached."],
        "ask": ["what is your deadline?"],
    },
    "privacy": {
        "subject": ["Data access request"],
        "private": ["under Art. 15 GDPR I ask for a copy of my personal data. Customer number {account}."],
        "public": ["How did you get my number? I am not even a customer."],
        "answer": ["the copy of your data is in your account, case {case}."],
        "ask": ["please help us confirm your identity with the last digits of your SIM card."],
    },
    "idea": {
        "subject": ["Suggestion for the app"],
        "private": ["it would be great to share data within the family. Any plans?"],
        "public": ["When will {tariff} get Wi-Fi calling?", "A plan without a minimum term, please."],
        "answer": ["thanks for the idea, sharing data is planned for next year."],
        "ask": ["on which device do you see this?"],
    },
}

GREETING = ["Hello,", "Hi,", "Dear Nordfunk team,", "Good morning,"]
CLOSING = ["Best regards\n{name}", "Thanks\n{name}", "Kind regards, {first}"]
AGENT_GREETING = ["Hello {first},", "Dear {name},"]
AGENT_CLOSING = ["Best regards\n{agent}", "Kind regards from Cologne\n{agent}"]
PUBLIC_PREFIX = ["Hi {first}, ", "Hello {first}, "]
SIGN = [" ^{initials}", " /{agentfirst}", ""]
TO_PRIVATE = ["sorry to hear that. Please send us a private message with your customer number."]
FROM_PUBLIC = ["Hi, you asked me in the comments to write here. Customer number {account}."]
FOLLOWUP = [
    "Thanks, but it still does not work. What now?",
    "And when will this be done?",
    "I tried that already, no change.",
    "The refund is not on my new bill.",
]
DETAILS = ["My customer number is {account}.", "It is the {device}, order {order}."]
THANKS = ["Thank you, it works!", "Great, thanks for the quick help.", "Perfect, thanks {agentfirst}!"]
NUDGE = ["Hello? Anybody there?", "I am still waiting for an answer.", "Any news on this?"]
BURST = ["Customer number is {account}", "It is urgent, I need the phone for work.", "One more thing:"]
ME_TOO = ["Same here in {city}.", "Can confirm, nothing works here either.", "Works fine for me."]
PRAISE = [
    "Just ordered it, great deal!",
    "Happy customer for three years.",
    "Network in {city} has become really good.",
]
SPAM = ["Earn 4,500 a week from home, message me: bit.example/{order}"]
POSTS = ["Weekend, sunshine, plenty of data. Where are you going?"]
CAMPAIGN_POSTS = ["NordFlat Unlimited is here: unlimited data for 29.99 € a month. *"]
PAGE_COMMENT = ["All details: nordfunk.example/{case}"]
NOTE = ["Customer called twice, please prioritise.", "Not ours, please take over."]
AUTO_REPLY = [
    "Thank you for your message. We will get back to you as soon as we can. Your case number: {case}. This is an automatic reply."
]
OUTREACH = [
    "your contract ends in {month}. We have an offer for you: {tariff} for {amount} € a month. Are you interested?"
]
OUTREACH_ANSWER = ["Sounds good, what do I have to do?", "Does it work with my old phone?"]
THANKS_BACK = ["thank you, that makes our day!", "thanks, we will pass it on."]
