"""Notes from devices at a table: kept once, whatever is sent how often, in which order and by whom."""

from __future__ import annotations

import io
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from houtskool.inventory import capturing
from houtskool.inventory.actions import answers, captures, consent
from houtskool.inventory.models import Capture, Contribution, Contributor
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Table
from houtskool.records import erasure, secret_links, verification
from houtskool.records.models import JournalEntry, Upload
from houtskool.web import offline
from tests.conftest import AT


@pytest.fixture
def table(world, process):
    gathering = Gathering(process=process, title="Werksessie 29 november")
    process_actions.add(gathering, by=world.alice, at=world.at)
    return process_actions.add(Table(gathering=gathering, name="Inkoop"), by=world.alice, at=world.at)


@pytest.fixture
def token(table):
    return secret_links.token(table, capturing.NOTES)


@pytest.fixture
def phone():
    """A device with the link and nothing else: no session, no token, as after a night in a pocket."""
    return Client(enforce_csrf_checks=True)


def note(**given):
    said = {
        "words": "De gemeente koopt te groot in.",
        "kind": "obstacle",
        "group": "",
        "name": "",
        "email": "",
    }
    head = {"draft": str(uuid.uuid4()), "revision": 1, "age": 5, "consent": "aggregate"}
    return {**head, **said, **given}


def send(client, token, said, **headers):
    body = said if isinstance(said, str | bytes) else json.dumps(said)
    address = reverse("inventory:capture-send", args=[token])
    return client.post(
        address, body, content_type=headers.pop("content_type", "application/json"), headers=headers
    )


def picture(size=(60, 40), format="JPEG", **extra):
    data = io.BytesIO()
    Image.new("RGB", size, "white").save(data, format, **extra)
    return data.getvalue()


def fetched(client, address):
    """What a download gives; reading it to the end closes the file."""
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def send_photo(client, token, draft, data, content_type="image/jpeg"):
    address = reverse("inventory:capture-photo", args=[token, draft])
    return client.post(address, data, content_type=content_type)


def test_a_note_comes_in_with_its_table_and_the_journal_says_by_which_link(phone, table, token):
    said = note(consent="pseudonym")
    answer = send(phone, token, said)
    assert answer.status_code == 200
    assert answer.json() == {"state": "kept", "draft": said["draft"], "revision": 1, "late": False}
    kept = Contribution.objects.get()
    assert (kept.words, kept.kind, kept.consent) == (said["words"], "obstacle", "pseudonym")
    assert (kept.table, kept.gathering, kept.process) == (table, table.gathering, table.gathering.process)
    assert (kept.by, str(kept.draft)) == (None, said["draft"])
    entry = JournalEntry.objects.about(kept).get()
    assert (entry.by, entry.via) == (None, "tafel Inkoop, via de link van de notulist")


def test_a_note_counts_once_however_often_it_is_sent(phone, token):
    said = note()
    first = [send(phone, token, said).json() for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert Contribution.objects.count() == 1
    assert JournalEntry.objects.about(Contribution.objects.get()).count() == 1


def test_consent_is_counting_only_until_somebody_says_more(phone, token):
    page = phone.get(reverse("inventory:capture", args=[token])).content.decode()
    chosen = re.search(r'<input[^>]*name="consent"[^>]*checked[^>]*>', page)
    assert chosen
    assert 'value="aggregate"' in chosen[0]


def test_a_later_revision_changes_the_note_and_an_older_one_that_comes_late_does_not(phone, token):
    said = note()
    send(phone, token, {**said, "revision": 3, "words": "De gemeente koopt veel te groot in."})
    send(phone, token, {**said, "revision": 2, "words": "De gemeente koopt groot in."})
    assert Contribution.objects.get().words == "De gemeente koopt veel te groot in."


def test_what_was_removed_stays_removed_also_when_its_note_comes_in_afterwards(phone, token):
    said = note()
    assert send(phone, token, {**said, "revision": 2, "removed": True}).json()["state"] == "removed"
    assert send(phone, token, said).json()["state"] == "removed"
    assert not Contribution.objects.exists()


def test_a_note_that_is_removed_leaves_neither_words_nor_photo_nor_name(phone, token, world):
    said = note(name="Fatima Bos", consent="quote")
    send(phone, token, said)
    send_photo(phone, token, said["draft"], picture())
    kept = Contribution.objects.get()
    file = Upload.objects.get().file
    assert send(phone, token, {**said, "revision": 2, "removed": True}).status_code == 200
    assert not Contribution.objects.exists()
    assert not Contributor.objects.exists()
    assert not Upload.objects.exists()
    entries = JournalEntry.objects.about(kept)
    assert [str(entry.verb) for entry in entries.order_by("number")][-1] == "deleted"
    assert not any(entry.personal_values.exists() for entry in entries)
    assert list(verification.verify()) == []
    assert file.name


def test_what_staff_removed_does_not_come_back_from_the_device(phone, token, world):
    from houtskool.inventory.actions import contributions

    said = note()
    send(phone, token, said)
    contributions.remove(Contribution.objects.get(), by=world.alice, at=world.at)
    assert send(phone, token, said).status_code == 200
    assert not Contribution.objects.exists()
    assert send(phone, token, {**said, "revision": 2}).status_code == 409


def test_one_person_who_speaks_twice_is_one_contributor(phone, token, inbreng):
    group = inbreng.group("financiers")
    for _ in range(2):
        send(phone, token, note(name="Anna", group=group.pk, consent="quote"))
    anna = Contributor.objects.get()
    assert (anna.name, anna.group, anna.contributions.count()) == ("Anna", group, 2)


def test_another_address_is_another_person_who_reads_nothing_of_the_first(phone, token):
    send(phone, token, note(words="Van de eerste.", name="Anna", email="anna@stad.example"))
    send(phone, token, note(words="Van de tweede.", name="Anna", email="andere@stad.example"))
    said = {one.email: one.contributions.get().words for one in Contributor.objects.all()}
    assert said == {"anna@stad.example": "Van de eerste.", "andere@stad.example": "Van de tweede."}


def test_a_mistake_in_an_address_is_mended_with_the_note(phone, token):
    first = note(name="Anna", email="ana@stad.example")
    send(phone, token, first)
    send(phone, token, {**first, "revision": 2, "email": "anna@stad.example"})
    assert Contributor.objects.get().email == "anna@stad.example"


def test_somebody_who_wants_to_hear_of_it_leaves_an_address(phone, token):
    send(phone, token, note(name="Anna", email="anna@stad.example", consent="pseudonym"))
    assert [one.email for one in Contributor.objects.all().to_be_told()] == ["anna@stad.example"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": "  "}, "Er staat nog niets"),
        ({"words": "a" * 5001}, "5000"),
        ({"consent": "quote"}, "als u de naam opschrijft"),
        ({"email": "anna@stad.example"}, "Schrijf ook de naam op"),
        ({"kind": "onzin"}, "onzin"),
        ({"group": "999999"}, "geldige keuze"),
        ({"draft": "geen nummer"}, "UUID"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_nothing(phone, token, given, message):
    answer = send(phone, token, note(**given))
    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("body", [" ", "geen json", "[]", '"tekst"', b"\xff\xfe", "[" * 5000])
def test_what_did_not_come_over_whole_is_refused_as_such(phone, token, body):
    answer = send(phone, token, body)
    assert answer.status_code == 400
    assert "opnieuw" in answer.json()["message"]


def test_a_note_of_megabytes_is_refused_before_it_is_read(phone, token):
    assert "te lang" in send(phone, token, note(words="a" * 200_000)).json()["message"]


def test_personal_data_is_pointed_out_and_kept_when_the_note_taker_says_so(phone, token):
    said = note(words="Bel Jan op 06-12345678 over de inkoop.")
    answer = send(phone, token, said)
    assert answer.status_code == 422
    assert "06-12345678" in answer.json()["message"]
    assert not Contribution.objects.exists()
    assert send(phone, token, {**said, "sure": True}).status_code == 200
    assert "06-12345678" in Contribution.objects.get().kept_hints


def test_another_site_cannot_send_a_note(phone, token):
    assert send(phone, token, note(), Origin="https://elders.example").status_code == 403
    assert send(phone, token, note(), Origin="null").status_code == 403
    assert send(phone, token, note(), content_type="text/plain").status_code == 415
    assert send(phone, token, note(), content_type="application/x-www-form-urlencoded").status_code == 415
    assert not Contribution.objects.exists()
    assert send(phone, token, note(), Origin="http://testserver").status_code == 200


def test_a_link_that_was_withdrawn_opens_nothing_and_says_what_to_do(phone, table, token):
    table.link_key = secret_links.new_key()
    table.save()
    for wrong in (token, "1-geheim", "geheim"):
        answer = send(phone, wrong, note())
        assert answer.status_code == 404
        assert "Vraag de begeleider" in answer.json()["message"]
        page = phone.get(reverse("inventory:capture", args=[wrong]))
        assert page.status_code == 404
        assert "Vraag de begeleider" in page.content.decode()


def test_a_link_for_another_purpose_does_not_open_the_table(phone, table):
    assert send(phone, secret_links.token(table, "follow"), note()).status_code == 404


def test_a_closed_table_takes_what_was_written_before_and_marks_it_as_late(
    phone, table, token, world, settings
):
    at = world.at
    captures.close(table, by=world.bob, at=at)
    early, after = captures.Note(uuid.uuid4(), 1, "Eerder."), captures.Note(uuid.uuid4(), 1, "Later.")
    kept = captures.keep(table, early, made_at=at - timedelta(hours=1), by=None, at=at + timedelta(hours=8))
    assert kept.late
    with pytest.raises(captures.Closed, match="gesloten"):
        captures.keep(table, after, made_at=at + timedelta(hours=1), by=None, at=at + timedelta(hours=8))
    page = phone.get(reverse("inventory:capture", args=[token])).content.decode()
    assert "Deze tafel is gesloten." in page
    assert "<textarea" not in page
    captures.reopen(table, by=world.bob, at=at)
    captures.keep(table, after, made_at=at + timedelta(hours=1), by=None, at=at + timedelta(hours=9))
    assert Contribution.objects.count() == 2


def test_a_phone_whose_clock_is_wrong_is_judged_by_what_has_passed(phone, table, token, world):
    captures.close(table, by=world.bob, at=world.at)
    # The server's own clock runs here, years after the table was closed; the device says how long ago.
    assert send(phone, token, note(age=0)).status_code == 409
    for wrong in (-5, "gisteren", None, float("1e400"), True):
        assert send(phone, token, json.dumps(note(age=wrong))).status_code == 409


def test_a_note_on_which_staff_works_is_no_longer_changed_from_the_table(phone, token, world):
    said = note()
    send(phone, token, said)
    answers.answer(
        Contribution.objects.all(), outcome="taken", reason="Goed idee.", by=world.alice, at=world.at
    )
    for change in ({"words": "Anders."}, {"removed": True}):
        answer = send(phone, token, {**said, "revision": 2, **change})
        assert answer.status_code == 409
        assert "al met deze aantekening aan het werk" in answer.json()["message"]
    assert Contribution.objects.get().words == said["words"]


def test_a_note_of_another_table_cannot_be_changed_with_this_link(phone, table, token, world):
    other = Table.objects.create(gathering=table.gathering, name="Financiering")
    said = note()
    send(phone, token, said)
    answer = send(phone, secret_links.token(other, capturing.NOTES), {**said, "revision": 2, "words": "Weg."})
    assert answer.status_code == 400
    assert Contribution.objects.get().words == said["words"]


def test_a_link_in_wrong_hands_ends_somewhere(phone, token, monkeypatch):
    monkeypatch.setattr(captures, "MOST", 2)
    assert [send(phone, token, note()).status_code for _ in range(3)] == [200, 200, 400]
    monkeypatch.setattr(capturing, "PER_MINUTE", 3)
    codes = [send(phone, token, note()) for _ in range(8)]
    assert codes[-1].status_code == 429
    assert codes[-1]["Retry-After"] == "60"


def test_a_photo_is_kept_once_and_without_place_and_phone(phone, token, world):
    said = note()
    send(phone, token, said)
    exif = Image.Exif()
    exif[0x010F] = "Telefoon van Anna"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture((3000, 30), exif=exif, comment=b"geheim")
    assert b"Telefoon van Anna" in data
    assert [send_photo(phone, token, said["draft"], data).status_code for _ in range(2)] == [200, 200]
    upload = Upload.objects.get()
    with upload.file.open() as file:
        kept = file.read()
    assert b"Telefoon" not in kept
    assert b"geheim" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (2400, 24), {})


def test_a_photo_that_was_held_sideways_stands_upright(phone, token):
    said = note()
    send(phone, token, said)
    exif = Image.Exif()
    exif[0x0112] = 6
    send_photo(phone, token, said["draft"], picture((60, 40), exif=exif))
    with Upload.objects.get().file.open() as file, Image.open(file) as image:
        assert image.size == (40, 60)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"geen foto", "image/jpeg", "geen foto"),
        (picture()[:200], "image/jpeg", "beschadigd"),
        (picture(format="GIF"), "image/jpeg", "geen foto"),
        (b"\xff\xd8" + b"0" * (12 * 1024 * 1024), "image/jpeg", "groter dan 12 MB"),
    ],
)
def test_a_bad_photo_says_what_is_wrong_and_the_words_stay(phone, token, data, kind, message):
    said = note()
    send(phone, token, said)
    answer = send_photo(phone, token, said["draft"], data, kind)
    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert Contribution.objects.get().photo is None


def test_a_picture_that_unpacks_to_too_much_is_not_unpacked(phone, token):
    said = note()
    send(phone, token, said)
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    answer = send_photo(phone, token, said["draft"], bomb.getvalue(), "image/png")
    assert "te veel beeldpunten" in answer.json()["message"]


def test_a_photo_goes_only_to_who_orders_contributions_and_not_after_a_withdrawal(phone, token, world):
    said = note()
    send(phone, token, said)
    send_photo(phone, token, said["draft"], picture())
    row = Contribution.objects.get()
    address = reverse("inventory:photo", args=[row.pk])
    kept = reverse("records:upload", args=[row.photo_id])
    assert fetched(world.as_(world.bob), address).startswith(b"\xff\xd8")
    assert world.as_(world.charlie).get(address).status_code == 404
    assert address in world.as_(world.bob).get(row.get_absolute_url()).content.decode()
    assert fetched(world.as_(world.bob), kept)
    consent.withdraw(row, by=None, at=world.at)
    assert world.as_(world.bob).get(address).status_code == 404
    assert world.as_(world.bob).get(kept).status_code == 404
    file = Upload.objects.get().file
    later = world.at + timedelta(days=31)
    for _ in range(2):
        erasure.purge(later)
    row.refresh_from_db()
    assert (row.words, row.photo) == ("", None)
    assert file.name


def test_without_javascript_the_plain_form_keeps_and_mends(client, table, token):
    address = reverse("inventory:capture", args=[token])
    page = client.get(address).content.decode()
    draft = re.search(r'name="draft" value="([^"]+)"', page)[1]
    said = note(draft=draft)
    for _ in range(2):  # pressed twice
        assert client.post(address, said).status_code == 302
    assert Contribution.objects.count() == 1
    change = reverse("inventory:capture-change", args=[token, draft])
    assert change in client.get(address).content.decode()
    mended = re.search(r'name="revision" value="([^"]+)"', client.get(change).content.decode())[1]
    client.post(change, {**said, "revision": mended, "words": "Verbeterd."})
    assert Contribution.objects.get().words == "Verbeterd."
    client.post(change, {"remove": "1"})
    assert not Contribution.objects.exists()


def test_a_plain_form_that_must_be_mended_keeps_what_was_typed(client, token):
    address = reverse("inventory:capture", args=[token])
    page = client.post(address, note(words="Bel 06-12345678.", consent="quote"))
    text = page.content.decode()
    assert "Bel 06-12345678." in text
    assert "als u de naam opschrijft" in text
    asked = client.post(address, note(words="Bel 06-12345678.")).content.decode()
    assert "Hier lijken persoonsgegevens in te staan." in asked
    assert client.post(address, note(words="Bel 06-12345678.", sure="on")).status_code == 302


def test_who_wrote_a_note_reads_it_no_more_once_the_words_were_withdrawn(client, token):
    said = note(words="Geheim van de smid.")
    client.post(reverse("inventory:capture", args=[token]), said)
    consent.withdraw(Contribution.objects.get(), by=None, at=AT)
    change = client.get(reverse("inventory:capture-change", args=[token, said["draft"]]))
    assert change.status_code == 404
    listed = client.get(reverse("inventory:capture", args=[token]))
    assert not [page for page in (change, listed) if "smid" in page.content.decode()]


def test_the_plain_form_takes_a_photo_along(client, token):
    said = note()
    file = io.BytesIO(picture())
    file.name = "flap.jpg"
    client.post(reverse("inventory:capture", args=[token]), {**said, "photo": file})
    assert Contribution.objects.get().photo is not None


def test_another_browser_cannot_mend_what_was_made_in_this_one(client, token):
    said = note()
    client.post(reverse("inventory:capture", args=[token]), said)
    other = Client().post(reverse("inventory:capture-change", args=[token, said["draft"]]), {"remove": "1"})
    assert other.status_code == 404
    assert Contribution.objects.exists()


def test_the_host_sees_what_all_devices_captured_until_the_table_is_closed(
    phone, table, token, world, inbreng
):
    send(phone, token, note(words="Van het ene toestel.", name="Anna"))
    send(Client(), token, note(words="Van het andere."))
    address = reverse("inventory:capture-listed", args=[token])
    page = phone.get(address).content.decode()
    assert "Van het ene toestel." in page
    assert "Van het andere." in page
    assert "Anna" not in page
    consent.withdraw(Contribution.objects.get(words="Van het andere."), by=None, at=world.at)
    assert "Van het andere." not in phone.get(address).content.decode()
    captures.close(table, by=world.bob, at=world.at)
    assert "Van het ene toestel." not in phone.get(address).content.decode()


def test_staff_sees_closes_and_opens_a_table(phone, table, token, world):
    send(phone, token, note())
    page = reverse("inventory:captured", args=[table.pk])
    bob = world.as_(world.bob)
    assert "De gemeente koopt te groot in." in bob.get(page).content.decode()
    assert capturing.path_of(table) in bob.get(page).content.decode()
    assert world.as_(world.charlie).get(page).status_code == 403
    bob.post(reverse("inventory:captured-close", args=[table.pk]))
    assert captures.closing_of(table) is not None
    bob.post(reverse("inventory:captured-close", args=[table.pk]), {"open": "1"})
    assert captures.closing_of(table) is None


def test_somebody_of_the_house_at_a_table_is_named_in_the_journal(world, table, token):
    send(world.as_(world.bob), token, note())
    assert Contribution.objects.get().by == world.bob


def test_the_list_of_a_table_asks_the_database_no_more_for_more_notes(
    phone, table, token, world, django_assert_max_num_queries
):
    page = reverse("inventory:captured", args=[table.pk])
    bob = world.as_(world.bob)
    send(phone, token, note(name="Anna"))
    with django_assert_max_num_queries(16):
        bob.get(page)
    for number in range(12):
        send(phone, token, note(name=f"Anna {number}"))
    with django_assert_max_num_queries(16):
        bob.get(page)


def test_the_worker_keeps_the_capture_pages_and_the_files_that_they_need(client, token):
    answer = client.get(reverse("inventory:capture-worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    script = answer.content.decode()
    files, version = offline.shell(capturing.ENTRIES)
    assert version in script
    page = client.get(reverse("inventory:capture", args=[token])).content.decode()
    needed = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert needed
    assert set(needed) <= set(files)
    assert all(f'"{file}"' in script for file in files)
    assert any(file.endswith("capture-store.js") for file in files)
    assert any(file.endswith(".woff2") for file in files)
    assert "worker-src 'self'" in client.get("/account/aanmelden/")["Content-Security-Policy"]


def test_a_capture_is_seen_by_who_orders_contributions(phone, token, world):
    send(phone, token, note())
    assert Capture.objects.all().visible_to(world.bob).count() == 1
    assert not Capture.objects.all().visible_to(world.charlie).exists()
