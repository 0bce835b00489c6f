"""From sketch to adopted and late, in a real browser: the programme, its files, and who contributed to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from houtskool.documents import FORMATS, read
from tests.browser.conftest import DESK, Site, Visitor

pytestmark = pytest.mark.browser

TITLES = (
    "Eén loket voor ondernemers",
    "Inkoop in kleine stukken",
    "Een huis voor makers",
    "Leren bij een onderneming",
    "Meten wat het oplevert",
    "Een avond per maand",
)
SAID = {
    "Anna": "Ik loop van loket naar loket en niemand weet de weg.",
    "Bram": "Een opdracht in kleine stukken kan ik wel aan.",
}


@pytest.fixture
def people(browser: Browser, site: Site) -> Iterator[dict[str, Visitor]]:
    """Who takes part, each at a browser of their own; the last two have no account."""
    made = {
        name: Visitor(browser.new_context(viewport=DESK, locale="nl-NL").new_page(), site)
        for name in ("programmamanager", "griffier", *SAID)
    }
    for role in ("programmamanager", "griffier"):
        made[role].sign_in(role)
    yield made
    for visitor in made.values():
        visitor.page.context.close()


def send(page: Page, button: str, **fields: str) -> None:
    """Fill in these fields by their name and press the button."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.get_by_role("main").get_by_role("button", name=button).first.click()


def begin(visitor: Visitor) -> str:
    """A process that asks for contributions; its number."""
    visitor.go("/proces/nieuw/")
    send(visitor.page, "Begin", title="Programma van Duinstede", ambition="Ondernemen voor de stad.")
    number = re.search(r"/proces/(\d+)/", visitor.page.url)
    assert number
    visitor.go(f"/proces/{number[1]}/wijzigen/")
    visitor.page.locator("[name=asks_contributions]").check()
    send(visitor.page, "Bewaar")
    return number[1]


def contribute(visitor: Visitor, process: str, name: str, words: str) -> str:
    """Give these words by the open form; the path of the own page."""
    visitor.go(f"/inbreng/geef/{process}/")
    visitor.page.locator("[name=words]").fill(words)
    visitor.page.locator("[name=consent][value=quote]").check()
    send(visitor.page, "Geef mijn inbreng", name=name)
    own = visitor.page.locator("main a[href*='/inbreng/mijn/']").get_attribute("href")
    assert own
    return own[own.index("/inbreng/") :]


def type_six(visitor: Visitor, process: str) -> None:
    """Serial entry without a mouse: after Enter the next title has the focus, and says what was kept."""
    page = visitor.page
    visitor.go(f"/programma/{process}/")
    title = page.locator("#volgende [name=title]")
    title.focus()
    for typed in TITLES:
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        page.keyboard.type("Tien ondernemers zeggen dat het werkt.")
        page.keyboard.press("Enter")
        expect(title).to_be_focused()
        expect(title).to_have_value("")
        told = page.locator("#" + str(title.get_attribute("aria-describedby")).split()[0])
        expect(told).to_contain_text(f"‘{typed}’ is toegevoegd.")
    assert not visitor.problems()


def change_all(visitor: Visitor) -> None:
    """Owner and term of all six at once, chosen with the space bar."""
    page = visitor.page
    boxes = page.locator("[name=measures]")
    expect(boxes).to_have_count(len(TITLES))
    for number in range(len(TITLES)):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
    page.locator("#tegelijk [name=owner_words]").fill("Economie")
    page.locator("#tegelijk [name=planned]").fill("voorjaar 2020")
    page.keyboard.press("Enter")
    expect(page.get_by_text("6 maatregelen zijn gewijzigd.").first).to_be_visible()


def measures_of(visitor: Visitor, process: str) -> list[str]:
    visitor.go(f"/programma/{process}/")
    links = visitor.page.locator("#maatregelen th a")
    return [str(links.nth(number).get_attribute("href")) for number in range(links.count())]


def lay_and_pay(visitor: Visitor, measures: list[str]) -> None:
    """Grounds in bulk for each, money for all but the last, a critical milestone for the first."""
    page = visitor.page
    for path in measures:
        visitor.go(f"{path}onderbouwing/")
        for box in page.locator("[name=contributions]").all():
            box.check()
        page.locator("[name=kind][value=adopted]").check()
        send(page, "Verbind wat u koos")
        expect(page.locator("main tbody tr")).to_have_count(len(SAID))
    for path in measures[:-1]:
        visitor.go(f"{path}geld/nieuw/")
        send(page, "Voeg toe", amount="5000", year="2020", cover="begroting")
    visitor.go(f"{measures[0]}mijlpaal/nieuw/")
    page.locator("[name=critical]").check()
    send(page, "Voeg toe", title="Het loket is open", planned="voorjaar 2020")


def files_of(visitor: Visitor, paths: dict[str, str]) -> dict[str, bytes]:
    found = {}
    for extension, path in paths.items():
        answer = visitor.fetch(path)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == FORMATS[extension].content_type
        found[extension] = answer.body
    return found


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """Each file opened again, as one line of text."""
    return {
        extension: " ".join(read(data, f"programma.{extension}").text.split())
        for extension, data in files.items()
    }


def test_a_programme_grows_from_sketch_to_adopted_and_can_be_late(people: dict[str, Visitor]):
    manager, clerk = people["programmamanager"], people["griffier"]
    page = manager.page
    process = begin(manager)
    own = {name: contribute(people[name], process, name, words) for name, words in SAID.items()}

    type_six(manager, process)
    change_all(manager)
    measures = measures_of(manager, process)
    lay_and_pay(manager, measures)
    manager.go(measures[0])
    expect(page.get_by_text(SAID["Anna"])).to_be_visible()
    assert not manager.problems()
    manager.go(f"/programma/{process}/versies/")
    send(page, "Leg vast als houtskoolschets")
    expect(page.get_by_text("ligt vast.").first).to_be_visible()

    # Offered with one gap, for a reason that the programme tells.
    manager.go(f"/programma/{process}/aanbieden/")
    expect(page.locator("[name^=gap-]")).to_have_count(1)
    send(page, "Bied het programma aan")
    expect(page.get_by_role("alert").first).to_be_visible()
    reason = "De avonden betaalt wie komt; dat weten wij na de eerste."
    page.locator("[name=gap-0]").fill(reason)
    send(page, "Bied het programma aan")
    expect(page.get_by_text("Het programma is aangeboden.").first).to_be_visible()
    expect(page.get_by_text(reason)).to_be_visible()

    # The council amends: the text changes, and the amendment is kept as its source.
    manager.go(f"{measures[1]}wijzigen/")
    send(page, "Bewaar", text="Elke opdracht boven € 10.000 gaat in stukken.")
    clerk.go(f"/programma/{process}/amendement/")
    send(clerk.page, "Leg", number="A-3", amendment="Noem het bedrag.")
    expect(clerk.page.get_by_text("Het amendement ligt vast").first).to_be_visible()
    clerk.go(f"/programma/{process}/versies/")
    clerk.page.get_by_role("link", name="sinds versie 2").click()
    expect(clerk.page.locator("ins")).to_contain_text("Elke opdracht boven € 10.000 gaat in stukken.")
    assert not clerk.problems()
    clerk.go(f"/programma/{process}/vaststellen/")
    send(clerk.page, "Leg", number="2019/12")
    expect(clerk.page.get_by_text("Het programma is vastgesteld.").first).to_be_visible()

    # Nothing is late on the day of adoption; half a year after its term it is.
    manager.go(f"/programma/{process}/uitvoering/")
    expect(page.get_by_text("te laat", exact=True)).to_have_count(0)
    page.locator(".reference-date summary").click()
    page.locator("#reference-day").fill("2020-09-01")
    page.get_by_role("button", name="Verzet de peildatum").click()
    expect(page.locator("#mijlpalen-te-laat + ul li")).to_contain_text("te laat")
    assert not manager.problems()
    manager.go(f"/proces/{process}/")
    expect(page.locator(".gaps")).to_contain_text("Te laat zijn 6 maatregelen")
    expect(page.locator(".timeline")).to_contain_text("Gewijzigd vastgesteld")

    # Anybody reads it, and takes it along.
    anna = people["Anna"]
    anna.go(f"/openbaar/programma/{process}/")
    expect(anna.page.get_by_role("heading", name="Programma van Duinstede")).to_be_visible()
    assert not anna.problems()
    paths = {
        extension: str(
            anna.page.locator(f"main a[href$='programma.{extension}']").first.get_attribute("href")
        )
        for extension in FORMATS
    }
    anna.page.get_by_role("link", name=TITLES[0]).first.click()
    public = anna.page.url.removeprefix(anna.site.address)
    expect(anna.page.get_by_text(SAID["Anna"])).to_be_visible()
    assert not anna.problems()
    files = files_of(anna, paths)
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    told = (*TITLES, *SAID.values(), reason, "gewijzigd vastgesteld")
    for extension, text in texts(files).items():
        assert [words for words in told if words not in text] == [], extension

    # Who contributed reads what happened; what one takes back is gone everywhere, and the rest stays.
    for name, path in own.items():
        people[name].go(path)
        expect(people[name].page.get_by_text(f"Overgenomen in ‘{TITLES[0]}’")).to_be_visible()
        expect(people[name].page.get_by_text(f"‘{TITLES[0]}’ is vastgesteld door de raad")).to_be_visible()
        assert not people[name].problems()
    anna.page.locator("details.help summary").first.click()
    anna.page.locator("[name=consent][value=aggregate]").check()
    send(anna.page, "Bewaar mijn keuze")
    bram = people["Bram"]
    bram.go(public)
    expect(bram.page.get_by_text(SAID["Bram"])).to_be_visible()
    expect(bram.page.get_by_text(SAID["Anna"])).to_have_count(0)
    for text in texts(files_of(bram, paths)).values():
        assert SAID["Anna"] not in text
        assert SAID["Bram"] in text
