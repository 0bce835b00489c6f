"""What rules can see of personal data in a text, and what they must leave alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.personaldata import KINDS, find, is_bsn, is_iban, name_key, without

KNOWN = frozenset({name_key("Jan de Vries"), name_key("Fatima El Amrani"), name_key("J. Bakker")})


def found(text, **options):
    return [(span.kind, span.text) for span in find(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bel 06-12345678 of mail.", [("phone", "06-12345678")]),
        ("Bel 06 12 34 56 78.", [("phone", "06 12 34 56 78")]),
        ("Bel +31 6 12345678", [("phone", "+31 6 12345678")]),
        ("Bel 0031612345678", [("phone", "0031612345678")]),
        ("tel. (023) 511 51 15!", [("phone", "(023) 511 51 15")]),
        ("Jan (06-12345678) belt", [("phone", "06-12345678")]),
        ("tel 023-5115115", [("phone", "023-5115115")]),
        ("België: +32 470 12 34 56", [("phone", "+32 470 12 34 56")]),
        ("Mail jan.devries+x@voorbeeld.example.", [("email", "jan.devries+x@voorbeeld.example")]),
        ("rekening NL91 ABNA 0417 1643 00 graag", [("iban", "NL91 ABNA 0417 1643 00")]),
        ("rekening NL91ABNA0417164300.", [("iban", "NL91ABNA0417164300")]),
        ("NL91 ABNA 0417 1643 00 OK", [("iban", "NL91 ABNA 0417 1643 00")]),
        ("bsn: 111222333", [("bsn", "111222333")]),
        ("mijn BSN is 1112.22.333", [("bsn", "1112.22.333")]),
        ("nummer van hem 123456782 dus", [("bsn", "123456782")]),
        ("De auto GH-123-J staat er.", [("plate", "GH-123-J")]),
        ("Busje 12-ABC-3", [("plate", "12-ABC-3")]),
        ("Ik woon Kerkstraat 12, 2011 AB Haarlem", [("address", "Kerkstraat 12, 2011 AB")]),
        ("op de Lange Herenvest 122 2011BX", [("address", "Lange Herenvest 122 2011BX")]),
        ("2011AB 12 bij de bakker", [("address", "2011AB 12")]),
        ("postcode 2011 AB, huisnummer 12a", [("address", "2011 AB, huisnummer 12a")]),
        ("Mevrouw De Boer wacht al jaren.", [("name", "De Boer")]),
        ("Volgens dhr. J.P. van der Meer kan het.", [("name", "J.P. van der Meer")]),
        ("mijn buurman Jan de Vries zegt dat", [("name", "Jan de Vries")]),
        ("onze klantmanager Petra Jansen-Smit hielp", [("name", "Petra Jansen-Smit")]),
        ("Zij heet Fatima.", [("name", "Fatima")]),
        ("ene Van Dijk belde", [("name", "Van Dijk")]),
    ],
)
def test_personal_data_is_seen(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 en 2019 groeide de sector; in 2020 niet.",
        "KvK-nummer 34123456 en KvK 01234567.",
        "De begroting is € 123456782 of 123.456.782 euro.",
        "Bedragen van 1.234.567,89 en 25.000 euro.",
        "Besluit 2016/546930 van juni 2016 en zaak 2019-0612345678.",
        "Bel gratis 0800-1234567 of 0900 1234567, of 088-1234567.",
        "Bel 14 023.",
        "De Dr. Schaepmanstraat en de Prof. Eijkmanlaan zijn smal.",
        "Op de Grote Markt 2 staat het stadhuis.",
        "Postcode 2011 AB is een hele straat.",
        "In 2018 EN 2019 was dat anders.",
        "NL91 ABNA 0417 1643 01 klopt niet.",
        "Het nummer 123456789 is geen bsn.",
        "De heer des huizes was er niet.",
        "onze klant Gemeente Haarlem en partner Stichting Stadsgarage",
        "onze partner Rabobank doet mee",
        "Onze collega Inkoop belt maandag.",
        "Wij heten iedereen welkom, mijn buurman ook.",
        "Een vrouw met een idee. Zij heet ons welkom.",
        "18-10-2018 en 29-11-2018",
        "artikel 2.82a, lid 1-2-3",
        "Sociaal Ondernemers Haarlem wil met Spaarne Werkt verder.",
        "isbn 978-90-274-3964-2",
    ],
)
def test_what_is_no_personal_data_is_left_alone(text):
    assert found(text) == []


def test_known_names_are_seen_in_every_case_and_shorter_ones_are_not():
    assert found("Vraag het jan de vries of J. Bakker.", known=KNOWN) == [
        ("name", "jan de vries"),
        ("name", "J. Bakker"),
    ]
    assert found("Jan en De Vries, of Fatima.", known=KNOWN) == []
    assert found("mijn buurman Jan de Vries", known=KNOWN) == [("name", "Jan de Vries")]


def test_a_name_of_one_word_is_no_known_name():
    assert name_key("Fatima") == ""
    assert name_key(" J.  Bakker ") == "j bakker"


def test_what_was_found_can_be_taken_away():
    text = "Mail jan@voorbeeld.example of bel 06-12345678."
    assert without(text, find(text), {kind: f"[{kind}]" for kind in KINDS}) == "Mail [email] of bel [phone]."


def test_published_examples_pass_their_checks():
    """IBANs from the registry's own examples; the BSN that the Dutch government uses for tests."""
    for iban in (
        "NL91ABNA0417164300",
        "DE89370400440532013000",
        "BE68539007547034",
        "GB29NWBK60161331926819",
    ):
        assert is_iban(iban)
    assert not is_iban("NL91ABNA0417164301")
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert not is_bsn("12345678²")


@given(text=st.text(max_size=200))
def test_spans_lie_in_order_in_the_text_and_do_not_overlap(text):
    spans = find(text, known=KNOWN)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(digits=st.from_regex(r"\A[0-9]{9}\Z"))
def test_a_change_of_one_digit_never_passes_the_elfproef(digits):
    if is_bsn(digits):
        other = str((int(digits[0]) + 1) % 10) + digits[1:]
        assert not is_bsn(other)


@pytest.mark.parametrize(
    "piece", ["Jan van de ", "mevrouw A.", "0", "NL91 ", "a@b.", "Straat 1 ", "1-", "AB-"]
)
def test_a_long_text_does_not_take_long(piece):
    begin = time.process_time()
    find(piece * 5_000, known=KNOWN)
    assert time.process_time() - begin < 3
