"""The customers: names, handles, addresses and ids, all drawn from a seed."""

from __future__ import annotations

import random
import unicodedata

from simulator.records import Person

FIRST = [
    "Lena", "Max", "Paul", "Emma", "Mia", "Ben", "Jonas", "Lea", "Finn", "Hannah", "Luis", "Marie", "Elif", "Mehmet",
    "Anna", "Tim", "Laura", "Felix", "Sarah", "Niklas", "Julia", "Jan", "Katharina", "Sebastian", "Olga", "Dmitri",
    "Fatima", "Ali", "Zeynep", "Michael", "Petra", "Uwe", "Heike", "Günter", "Sabine", "Dirk", "Ulrike", "Holger",
    "Birgit", "Jürgen", "Nora", "Malte", "Svenja", "Kevin", "Jasmin", "Ahmet", "Agnieszka", "Piotr", "Giulia", "Marco",
]  # fmt: skip
FIRST_EN = ["James", "Olivia", "Priya", "Daniel", "Grace", "Tom", "Aisha", "Sean", "Maya", "Chris"]
LAST = [
    "Hoffmann", "Becker", "Yilmaz", "Wagner", "Koch", "Richter", "Klein", "Wolf", "Neumann", "Schwarz", "Braun",
    "Krüger", "Hartmann", "Lange", "Werner", "Krause", "Lehmann", "Köhler", "Maier", "Kaya", "Nowak", "Vogel", "Sommer",
    "Graf", "Busch", "Winkler", "Lorenz", "Böhm", "Peters", "Jansen", "Öztürk", "Pohl", "Simon", "Frank", "Albrecht",
]  # fmt: skip
LAST_EN = ["Walker", "Patel", "Murphy", "Brown", "Khan", "Evans", "Taylor", "O'Neill", "Clarke"]
MAIL_HOSTS = ["posteo.example", "mail.example", "web.example", "t-post.example", "gmx.example"]


UMLAUTS = str.maketrans(
    {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss", ord("Ö"): "Oe", ord("Ü"): "Ue"}
)


def plain(text: str) -> str:
    """A name as addresses write it: small letters and digits of ASCII."""
    folded = text.translate(UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return "".join(c for c in ascii_only.lower() if c.isalnum())


def customers(rng: random.Random, count: int) -> list[Person]:
    """`count` people with distinct handles and ids; about one in nine writes English."""
    people = []
    facebook_id, zendesk_id = 24_310_000_000_000_000, 391_000_000_000
    for number in range(count):
        english = rng.random() < 0.11
        name = f"{rng.choice(FIRST_EN if english else FIRST)} {rng.choice(LAST_EN if english else LAST)}"
        handle = f"{plain(name)}{number}"
        facebook_id += rng.randrange(10**9, 10**10)
        zendesk_id += rng.randrange(11, 900)
        email = f"{handle}@{rng.choice(MAIL_HOSTS)}"
        language = "en" if english else "de"
        phone = f"+49 15{number % 8 + 1}0 {1_000_000 + number * 37:07d}"
        people.append(Person(name, handle, language, email, str(facebook_id), zendesk_id, phone=phone))
    return people
