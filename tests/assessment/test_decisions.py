"""Deciding on a case: what is refused, what is frozen, what is given, and the letter."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import decisions
from houtskool.assessment.actions.decisions import Grant
from houtskool.assessment.advice.letter import letter_of
from houtskool.assessment.cases import mail as case_mail
from houtskool.assessment.models import Case, CaseDecision, FollowUp, Support
from houtskool.documents import write_html
from houtskool.records import secret_links
from houtskool.records.models import JournalEntry
from tests.assessment.weighing import Weighing, weighing
from tests.conftest import make_user

GOOD = {"wijk": 8, "stand": 6, "mag": 1}
BAD = {"wijk": 2, "stand": 6, "mag": 1}


@pytest.fixture
def weigh(desk) -> Weighing:
    return weighing(desk)


@pytest.fixture
def mandate(world):
    return make_user("mandaat@duinstede.example", Role.MANDATE_HOLDER, name="Marijke Mandaat")


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def advised(weigh: Weighing, scores=GOOD, **fields) -> Case:
    case = weigh.case(**fields)
    weigh.judge(case, scores, scores, scores)
    weigh.advise(case)
    return case


def decide(case: Case, who, weigh, **fields) -> CaseDecision:
    whole = {
        "outcome": "granted",
        "on": date(2019, 1, 15),
        "reasons": "De werkplaats leert jongeren een vak.",
        "mandate": "het college",
        "legal_basis": "Algemene subsidieverordening, artikel 3",
        "grants": [Grant("subsidie", Decimal(12_000), "Voor de draaibank.", date(2019, 12, 31))],
        "follow_on": [date(2019, 7, 15), date(2020, 1, 15)],
        **fields,
    }
    return decisions.decide(case, by=who, at=weigh.at, **whole)


def html(decision: CaseDecision) -> str:
    return write_html(letter_of(decision))


def test_a_decision_gives_support_plans_follow_ups_and_closes_the_case(weigh, mandate, sent):
    case = advised(weigh)

    with sent(execute=True):
        made = decide(case, mandate, weigh)

    case.refresh_from_db()
    assert (case.outcome, case.closed_at, made.follows) == ("granted", weigh.at, True)
    support = Support.objects.get()
    assert (support.kind, support.amount, support.is_aid) == ("subsidie", Decimal(12_000), True)
    assert (support.organisation, support.granted_on) == (case.organisation, date(2019, 1, 15))
    states = list(FollowUp.objects.values_list("due_on", "state"))
    assert states == [(date(2019, 7, 15), "unknown"), (date(2020, 1, 15), "unknown")]
    assert [one.to for one in mail.outbox] == [["noor@werkplaats.example"]]
    assert JournalEntry.objects.filter(object_type="assessment.casedecision").count() == 1


def test_the_mail_carries_the_secret_link_and_not_the_decision(weigh, mandate, sent):
    with sent(execute=True):
        decide(advised(weigh), mandate, weigh)
    body = mail.outbox[0].body
    assert body.startswith("Beste Noor de Boer,")
    assert "“Een werkplaats in de wijk”" in body
    assert "/hulp/volg/" in body
    assert "12.000" not in body


@pytest.mark.parametrize(
    ("scores", "fields", "field", "words"),
    [
        (GOOD, {"outcome": "refused", "grants": []}, "deviation", "U wijkt af van het advies"),
        (BAD, {}, "deviation", "U wijkt af van het advies"),
        (GOOD, {"reasons": " "}, "reasons", "Schrijf waarom"),
        (GOOD, {"mandate": ""}, "mandate", "namens wie"),
        (GOOD, {"legal_basis": ""}, "legal_basis", "Tegen dit besluit kan bezwaar"),
        (GOOD, {"on": date(2019, 1, 16)}, "on", "moet nog komen"),
        (GOOD, {"on": date(2019, 1, 1)}, "on", "kwam later binnen"),
        (GOOD, {"grants": []}, "kinds", "Kies minstens één vorm"),
        (BAD, {"outcome": "refused"}, "kinds", "Bij een afwijzing hoort geen steun"),
        (GOOD, {"grants": [Grant("opdracht")]}, "kinds", "geeft nooit een opdracht"),
        (GOOD, {"grants": [Grant("onzin")]}, "kinds", "staat niet in de versie"),
        (GOOD, {"grants": [Grant("subsidie", Decimal(200_001))]}, "kinds", "Verlaag het bedrag"),
        (GOOD, {"outcome": "misschien"}, "outcome", "Kies toegekend"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_remedy(weigh, mandate, scores, fields, field, words):
    case = advised(weigh, scores)

    with pytest.raises(ValidationError) as refusal:
        decide(case, mandate, weigh, **fields)

    assert words in " ".join(refusal.value.message_dict[field])
    assert not CaseDecision.objects.exists()
    assert not Support.objects.exists()
    assert mail.outbox == []


def test_a_kind_that_the_rules_exclude_cannot_be_granted(weigh, mandate):
    case = advised(weigh, answers={"winst": "ja"})

    with pytest.raises(ValidationError, match="Subsidie is er niet voor winst"):
        decide(case, mandate, weigh)


def test_aid_needs_to_be_known_first(weigh, mandate):
    case = advised(weigh, organisation=None)

    with pytest.raises(ValidationError, match="Niet bekend is hoeveel de-minimissteun"):
        decide(case, mandate, weigh)


def test_earlier_aid_of_three_years_counts_and_older_aid_does_not(weigh, mandate):
    case = advised(weigh)
    for day, amount in ((date(2016, 1, 15), 150_000), (date(2016, 1, 16), 190_000)):
        Support.objects.create(
            organisation=case.organisation, kind="subsidie", name="Subsidie", amount=amount,
            is_aid=True, granted_on=day,
        )  # fmt: skip

    with pytest.raises(ValidationError, match=r"nog € 10\.000,00 aan de-minimisruimte"):
        decide(case, mandate, weigh)
    decide(case, mandate, weigh, grants=[Grant("subsidie", Decimal(10_000))])


def test_a_deviation_stands_with_its_reason_and_the_letter_says_it(weigh, mandate):
    case = advised(weigh, BAD)

    made = decide(case, mandate, weigh, deviation="Dit is de enige werkplaats in de wijk.")

    assert not made.follows
    text = html(made)
    assert "Het advies was negatief" in text
    assert "Dit is de enige werkplaats in de wijk." in text


def test_a_decision_is_frozen_and_a_closed_case_is_not_decided_again(weigh, mandate):
    made = decide(advised(weigh), mandate, weigh)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseDecision.objects.filter(pk=made.pk).update(outcome="refused")
    with pytest.raises(ValidationError, match="al afgerond"):
        decide(made.case, mandate, weigh)


def test_a_decision_that_is_sent_twice_is_there_once_and_the_second_time_leads_to_it(client, weigh, mandate):
    case = advised(weigh)
    client.force_login(mandate)
    form = {
        "outcome": "granted", "on": "2019-01-15", "reasons": "De werkplaats leert jongeren een vak.",
        "mandate": "het college", "legal_basis": "ASV", "grant-subsidie": "on", "amount-subsidie": "1000",
    }  # fmt: skip
    address = reverse("assessment:decide", args=[case.pk])
    for _time in range(2):
        answer = client.post(address, form)
        assert answer["Location"].endswith("#besluit")
    assert case.decisions.count() == 1
    text = client.get(answer["Location"]).content.decode()
    assert "Het besluit ligt vast" in text
    assert "al afgerond" not in text
    assert (
        "al afgerond"
        in client.post(address, {**form, "reasons": "Iets anders."}, follow=True).content.decode()
    )


def test_there_is_no_decision_without_an_advice(weigh, mandate):
    case = weigh.case()
    with pytest.raises(ValidationError, match="nog geen advies"):
        decide(case, mandate, weigh)


def test_the_letter_has_reasons_legal_basis_and_how_to_object(weigh, mandate, settings):
    settings.OBJECTIONS = "Postbus 9, 1900 AA Duinstede"

    text = html(decide(advised(weigh), mandate, weigh))

    for words in (
        "Beste Noor de Boer", "€\u00a012.000, tot en met 31 december 2019. Voor de draaibank.",
        "De werkplaats leert jongeren een vak.", "vastgesteld door het college op 1 januari 2019",
        "Algemene subsidieverordening, artikel 3", "uiterlijk op 26 februari 2019",
        "Postbus 9, 1900 AA Duinstede", "Op 15 juli 2019 en 15 januari 2020",
        "telt €\u00a012.000 als de-minimissteun (Verordening (EU) 1407/2013)",
        "namens het college",
    ):  # fmt: skip
        assert words in text, words
    for name in ("Nummer0", "Nummer1", "Nummer2"):
        assert name not in text


def test_a_letter_without_legal_effect_does_not_speak_of_an_objection(weigh, mandate):
    case = advised(weigh, wanted=["advies"])

    text = html(decide(case, mandate, weigh, grants=[Grant("advies", words="Een uur met een adviseur.")]))

    assert "Dit is geen besluit waartegen u bezwaar kunt maken" in text
    assert "zes weken" not in text
    assert "Wat is ons antwoord?" in text
    assert "besluiten wij" not in text


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx"])
def test_the_letter_is_a_file_for_staff(weigh, mandate, world, extension):
    made = decide(advised(weigh), mandate, weigh)

    response = world.as_(world.alice).get(f"/afwegen/besluit/{made.pk}/brief.{extension}")

    assert response.status_code == 200
    assert f"besluit-h-1.{extension}" in response["Content-Disposition"]
    if extension == "pdf":
        with pikepdf.open(BytesIO(response.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("nl")
    assert world.as_(world.charlie).get(f"/afwegen/besluit/{made.pk}/brief.pdf").status_code == 403


def test_only_who_has_the_mandate_decides(weigh, mandate, world):
    case = advised(weigh)
    url = f"/afwegen/hulpvraag/{case.pk}/besluit/"
    assert world.as_(world.alice).get(url).status_code == 403
    assert world.as_(mandate).get(url).status_code == 200


def test_the_form_decides_and_loses_nothing_when_it_is_refused(weigh, mandate, world):
    case = advised(weigh)
    browser, url = world.as_(mandate), f"/afwegen/hulpvraag/{case.pk}/besluit/"
    typed = {
        "outcome": "granted", "on": "2019-01-15", "reasons": "Het leert jongeren een vak.",
        "mandate": "het college", "legal_basis": "", "grant-subsidie": "on", "amount-subsidie": "12.000,50",
        "words-subsidie": "Voor de draaibank.", "follow_1": "2019-07-15",
    }  # fmt: skip

    refused = browser.post(url, typed).content.decode()
    assert "Tegen dit besluit kan bezwaar" in refused
    for kept in ("Het leert jongeren een vak.", "12.000,50", "Voor de draaibank."):
        assert kept in refused

    response = browser.post(url, {**typed, "legal_basis": "Algemene subsidieverordening"})
    assert response.status_code == 302
    assert Support.objects.get().amount == Decimal("12000.50")


def test_an_amount_without_its_tick_is_asked_about(weigh, mandate, world):
    case = advised(weigh)
    url = f"/afwegen/hulpvraag/{case.pk}/besluit/"
    typed = {"outcome": "granted", "on": "2019-01-15", "reasons": "x", "mandate": "y", "amount-advies": "5"}
    page = world.as_(mandate).post(url, typed).content.decode()
    assert "Zet een vinkje bij ‘Advies’" in page


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx"])
def test_the_applicant_reads_the_letter_by_the_own_link(weigh, mandate, client, extension):
    case = advised(weigh)
    page = reverse("assessment:follow", args=[secret_links.token(case, case_mail.FOLLOW)])
    assert client.get(f"{page}brief.pdf").status_code == 404
    decide(case, mandate, weigh)

    assert "Bewaar de brief" in client.get(page).content.decode()
    answer = client.get(f"{page}brief.{extension}")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    other = reverse("assessment:follow", args=[secret_links.token(weigh.case("H-9"), "iets-anders")])
    assert client.get(f"{other}brief.pdf").status_code == 404


def test_a_refusal_needs_no_ticks_taken_off_that_were_filled_in_beforehand(weigh, mandate, world):
    case = advised(weigh)
    case.wanted = ["subsidie"]
    case.save()
    browser, url = world.as_(mandate), f"/afwegen/hulpvraag/{case.pk}/besluit/"
    form = browser.get(url).context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    assert filled["grant-subsidie"]
    typed = {
        "outcome": "refused",
        "reasons": "Geen geld.",
        "refusal_reason": "geen geld",
        "deviation": "Anders.",
    }
    browser.post(url, {**filled, **typed, "mandate": "het college", "legal_basis": "ASV"})
    assert case.decisions.get().outcome == "refused"
    assert not Support.objects.exists()
