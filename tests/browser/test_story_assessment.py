"""From a request on the open form to the letter: completed, judged blind by three, advised, decided.

The applicant's page follows along, without an account and without a name of an assessor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ASSESSORS = {
    "kerngroep": "Karim Kerngroep",
    "ambtenaar": "Anna Economie",
    "tweede ambtenaar": "Salma Meedoen",
}
CONTACT = "Anna Economie"
Enter = Callable[[str | None], Visitor]


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """A browser of one's own for each person of the story; None is the applicant, who has no account."""
    visitors: dict[str | None, Visitor] = {}

    def come(who: str | None) -> Visitor:
        if who not in visitors:
            context = browser.new_context(viewport=DESK, locale="nl-NL")
            visitors[who] = Visitor(context.new_page(), site)
            if who is not None:
                visitors[who].sign_in(who)
        return visitors[who]

    yield come
    for visitor in visitors.values():
        visitor.page.context.close()


def test_from_request_to_letter(enter: Enter):
    follow, number = ask_for_help(enter(None))
    case = complete(enter, follow, number)
    ask_assessors(enter("ambtenaar"), case)
    follows_along(enter(None), follow, "wordt beoordeeld")
    judge_blind(enter, case, number)
    compare(enter, case)
    advise(enter("ambtenaar"), case)
    follows_along(enter(None), follow, "advies ligt er")
    decide(enter("mandaathouder"), case)
    applicant = enter(None)
    page = applicant.page
    follows_along(applicant, follow, "besloten")
    expect(page.locator("strong", has_text="Afgewezen")).to_be_visible()
    expect(page.get_by_text("Het plan kan nog niet zonder steun.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert not applicant.problems()


def follows_along(applicant: Visitor, follow: str, state: str) -> None:
    """The own page says how far it is, and names nobody but the contact."""
    applicant.go(follow)
    expect(applicant.page.locator("main .lead")).to_contain_text(state)
    for name in ASSESSORS.values():
        assert name not in applicant.page.content() or name == CONTACT


def ask_for_help(applicant: Visitor) -> tuple[str, str]:
    """The path of the own page, and the number."""
    page = applicant.page
    applicant.go("/hulp/vraag/")
    page.get_by_label("Waar gaat het over?").fill("Een fietswerkplaats in Schalkwijk")
    page.get_by_label("Wat hebt u nodig, en waarom?").fill("Gereedschap, zodat jongeren leren repareren.")
    page.get_by_label("Om hoeveel geld gaat het?").fill("14.000")
    page.get_by_label("Uw naam").fill("Mila Story")
    page.get_by_label("Uw e-mailadres").fill("mila@fietsplaats.example")
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    expect(page.get_by_role("heading", name="Uw vraag is binnen")).to_be_visible()
    assert not applicant.problems()
    number = page.get_by_text("Het nummer van uw hulpvraag is").locator("strong").inner_text()
    page.locator("main a[href*='/hulp/volg/']").click()
    expect(page.get_by_role("heading", name=f"Uw hulpvraag {number}")).to_be_visible()
    return page.url.removeprefix(applicant.site.address), number


def complete(enter: Enter, follow: str, number: str) -> str:
    """What is missing is asked once, and answered; the path of the case."""
    contact, applicant = enter("ambtenaar"), enter(None)
    contact.go("/afwegen/hulpvragen/?q=fietswerkplaats")
    open_row(contact.page, number)
    case = contact.page.url.removeprefix(contact.site.address)
    contact.page.get_by_role("link", name=re.compile("Vraag om .* ontbre")).click()
    expect(contact.page.get_by_label("Wat ontbreekt")).not_to_be_empty()
    contact.page.get_by_label("Wat ontbreekt").fill("Een begroting met inkomsten.")
    contact.page.locator("main button[type=submit]").click()
    applicant.go(follow)
    expect(applicant.page.get_by_text("Wij missen nog iets.")).to_be_visible()
    assert not applicant.problems()
    applicant.page.locator("form[action*=aanvullen] textarea").fill("Wij verdienen 600 euro per maand.")
    applicant.page.get_by_role("button", name="Verstuur mijn aanvulling").click()
    expect(applicant.page.get_by_text("Wij verdienen 600 euro per maand.").first).to_be_visible()
    contact.go(case)
    expect(contact.page.get_by_text("Wij verdienen 600 euro per maand.")).to_be_visible()
    contact.page.get_by_role("link", name="Kies een route").click()
    contact.page.get_by_label("Afwegen: beoordelaars").check()
    contact.page.get_by_label("Waarom").fill("Het gaat om geld.")
    contact.page.get_by_role("button", name="Kies deze route").click()
    return case


def open_row(page: Page, number: str) -> None:
    """Go where the row of the request leads; the first one, when it stands in two tables."""
    page.get_by_role("row").filter(has_text=number).first.get_by_role("link").first.click()


def ask_assessors(contact: Visitor, case: str) -> None:
    page = contact.page
    contact.go(case)
    page.get_by_role("link", name="Vraag beoordelaars").click()
    assert not contact.problems()
    for name in ASSESSORS.values():
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_label(re.compile("beleidsdomein vraagt u Anna")).select_option("economie")
    page.get_by_role("button", name="Vraag deze beoordelaars").click()
    expect(page.get_by_text("3 beoordelaars gevraagd")).to_be_visible()
    expect(page.get_by_text("0 van 3 ingeleverd, nog 7 dagen.")).to_be_visible()


def judge_blind(enter: Enter, case: str, number: str) -> None:
    """Each by the own worklist; the second reads nothing of the first, and the case stays closed."""
    reasons = {who: f"Zo ziet {who} het in dit verhaal." for who in ASSESSORS}
    for place, who in enumerate(ASSESSORS):
        visitor = enter(who)
        page = visitor.page
        visitor.go("/afwegen/beoordelen/")
        assert not visitor.problems()
        open_row(page, number)
        expect(page.get_by_role("heading", name=f"Beoordeel {number}")).to_be_visible()
        expect(page.get_by_text("Wij verdienen 600 euro per maand.")).to_be_visible()
        others = [reason for name, reason in reasons.items() if name != who]
        assert not any(reason in page.content() for reason in others)
        assert not visitor.problems()
        give(page, reasons[who], high=place != 2)
        visitor.go("/afwegen/beoordelen/")  # what was typed was kept without a button
        open_row(page, number)
        expect(page.get_by_text("9 van 9 criteria klaar")).to_be_visible()
        if place == 0:
            page.set_viewport_size(PHONE)
            page.reload()
            dossier = page.locator("[data-dossier]")
            expect(dossier).not_to_have_attribute("open", "")
            dossier.locator("summary").click()
            expect(page.get_by_text("Gereedschap, zodat jongeren leren repareren.")).to_be_visible()
            page.set_viewport_size(DESK)
            page.get_by_role("link", name="Meld een belang en treed terug").click()
            assert not visitor.problems()
            page.get_by_role("link", name="Toch niet").click()
        page.get_by_role("button", name="Naar inleveren").click()
        assert not visitor.problems()
        page.get_by_role("button", name="Lever in").click()
        if place < 2:
            expect(page.get_by_text("De oordelen gaan open als iedereen heeft ingeleverd.")).to_be_visible()
            assert visitor.fetch(f"{case}oordelen/").status == 403
    expect(page.get_by_text("U was de laatste: de oordelen liggen open.")).to_be_visible()


def give(page: Page, reason: str, *, high: bool) -> None:
    """All criteria by keyboard: next, the choice by its number, the reason."""
    total = page.locator("[data-criterion]").count()
    assert total == 9
    for place in range(total):
        page.keyboard.press("j")
        criterion = page.locator("[data-criterion]").nth(place)
        expect(criterion).to_be_focused()
        # A hard condition is no or yes; of the others the third anchor is high and the second in the middle.
        yes_or_no = criterion.locator("input[value=between]").count() == 0
        page.keyboard.press("2" if yes_or_no or not high else "3")
        page.keyboard.press("r")
        page.keyboard.type(reason)
        page.keyboard.press("Escape")
        expect(page.locator("#voortgang")).to_contain_text(f"{place + 1} van {total} criteria klaar")
    expect(page.locator("#voortgang")).to_contain_text("Bewaard")


def compare(enter: Enter, case: str) -> None:
    """Side by side; the third changes one after the talk, and what was handed in stays beside it."""
    third = enter("tweede ambtenaar")
    page = third.page
    third.go(f"{case}oordelen/")
    for name in ASSESSORS.values():
        expect(page.get_by_role("heading", name=re.compile(name)).first).to_be_visible()
    expect(page.get_by_text("Zo ziet kerngroep het in dit verhaal.").first).to_be_visible()
    assert not third.problems()
    page.get_by_role("link", name=re.compile("Leg vast wat overleg opleverde .*meer dan één beleid")).click()
    page.get_by_label("een score ertussen").check()
    page.get_by_role("textbox", name="Score ertussen").fill("7,5")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Schrijf op waarom het oordeel na overleg zo is.").first).to_be_visible()
    assert not third.problems()
    page.get_by_label("Waarom na overleg zo").fill("De zorg doet ook mee.")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Vastgelegd naast wat er eerst stond.")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("meer dan één beleid"))
    expect(row.locator("s").first).to_have_text("5")
    expect(row.locator("strong").first).to_have_text("7,5")
    assert not third.problems()


def advise(contact: Visitor, case: str) -> None:
    page = contact.page
    contact.go(case)
    page.get_by_role("button", name="Maak het advies").click()
    expect(page.get_by_text(re.compile("denkbare wegingen"))).to_be_visible()
    assert not contact.problems()
    for name in set(ASSESSORS.values()) - {CONTACT}:
        expect(page.locator("main")).not_to_contain_text(name)


def decide(holder: Visitor, case: str) -> None:
    """Otherwise than the advice, with a reason."""
    page = holder.page
    holder.go(case)
    page.get_by_role("link", name="Neem een besluit").click()
    assert not holder.problems()
    page.get_by_label("afgewezen").check()
    page.get_by_label("Waarom besluit u dit?").fill("Het plan kan nog niet zonder steun.")
    page.get_by_label("Reden van afwijzing in een paar woorden").fill("nog niet uitvoerbaar")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    page.get_by_label("Waarom wijkt u af van het advies?").fill("De inkomsten zijn te onzeker.")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.get_by_text("Wijkt af van het advies:")).to_be_visible()
    assert not holder.problems()
