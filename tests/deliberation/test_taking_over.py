"""A conversation in the layout of Polis: in, out, and in again without a change that was not made."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.deliberation import analysing, open_data, polis_files
from houtskool.deliberation.actions import taking_over
from houtskool.deliberation.models import Conversation, Statement, Vote
from houtskool.records import uploads
from houtskool.records.models import JournalEntry
from tests.deliberation import planted

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "opinion"
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000,x,0,0,2,0,1,"Meer bankjes, ook in het park."
1500000000,x,1,0,1,1,-1,Weggehaald.
1500000000,x,2,0,0,1,0,Minder auto’s.
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1500000100,x,0,7,1
1500000300,x,2,7,-1
1500000200,x,0,8,-1
1500000400,x,0,8,1
1500000400,x,1,8,1
"""


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return out.getvalue()


def taken(world, data, title="Overgenomen"):
    upload = uploads.receive(data, "polis.zip", by=world.alice, at=world.at, limit=10**7)
    return taking_over.take_over(
        polis_files.read(data),
        process=planted.process(world),
        title=title,
        upload=upload,
        by=world.alice,
        at=world.at,
    )


def table(conversation):
    """Each participant's last votes, without who it was, and the statements."""
    last = {}
    for vote in Vote.objects.filter(participant__conversation=conversation).select_related("statement"):
        last.setdefault(vote.participant_id, {})[vote.statement.number] = vote.value
    statements = conversation.statements.values_list("number", "words", "state")
    return sorted(sorted(votes.items()) for votes in last.values()), list(statements)


def test_statements_participants_and_votes_come_over(world):
    made = taken(world, packed(comments=COMMENTS, votes=VOTES))
    votes, statements = table(made)
    assert votes == [[(0, 1), (1, 1)], [(0, 1), (2, -1)]]
    assert statements == [
        (0, "Meer bankjes, ook in het park.", "shown"),
        (1, "Weggehaald.", "out"),
        (2, "Minder auto’s.", "shown"),
    ]
    assert made.opens_at.timestamp() == 1500000100
    assert made.is_over(world.at)
    assert JournalEntry.objects.about(made).filter(verb="imported").exists()


def test_the_page_of_a_conversation_that_came_over_tells_how_much_came(world, settings):
    settings.REFERENCE_DATE = world.at.date()
    made = taken(world, packed(comments=COMMENTS, votes=VOTES))
    text = " ".join(
        re.sub("<[^>]*>", " ", world.as_(world.bob).get(made.get_absolute_url()).content.decode()).split()
    )
    for words in ("Stellingen", "Deelnemers", "Uitgebrachte stemmen", "Geweigerde regels"):
        assert re.search(rf"{words}: \d", text)


def test_the_table_of_votes_alone_is_enough(world):
    head = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
    wide = head + "7,0,0,2,1,1,1,,-1\n8,1,0,1,1,0,1,,\n"
    read = polis_files.read(packed(comments=COMMENTS, participants=wide))
    assert read.votes == {("7", 0): 1, ("7", 2): -1, ("8", 0): 1}


def test_what_does_not_fit_is_refused_by_row_and_the_rest_comes_over():
    comments = (
        COMMENTS
        + "1,x,2,0,0,0,1,Nog eens.\n1,x,drie,0,0,0,1,Fout nummer.\n1,x,4,0,0,0,1,\n1,x,5,0,0,0,9,Stand.\n"
    )
    comments += f"1,x,6,0,0,0,1,{'x' * 281}\n"
    votes = VOTES + "1500000500,x,9,7,1\n1500000500,x,0,,1\n1500000500,x,0,7,2\n"
    read = polis_files.read(packed(comments=comments, votes=votes))
    assert [(one.file, one.row) for one in read.refused] == [
        *[("comments.csv", row) for row in (5, 6, 7, 8, 9)],
        *[("votes.csv", row) for row in (7, 8, 9)],
    ]
    assert "281 tekens" in read.refused[4].why
    assert len(read.statements) == 3
    assert len(read.votes) == 4
    assert read.replaced == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"geen zip", "niet te openen"),
        (packed(votes=VOTES), "geen bestand met stellingen"),
        (packed(comments=COMMENTS), "geen bestand met stemmen"),
        (packed(comments="comment-id,comment-body\nx,y\n", votes=VOTES), "geen enkele stelling"),
    ],
)
def test_files_that_cannot_be_used_say_what_to_do(data, said):
    with pytest.raises(ValidationError, match=said):
        polis_files.read(data)


def test_out_and_in_again_changes_nothing(world):
    made = planted.two_camps(world)
    Statement.objects.filter(conversation=made.conversation, number=4).update(state="out", because="dubbel")
    Statement.objects.filter(conversation=made.conversation, number=5).update(words="=1+1 is twee")
    Statement.objects.filter(conversation=made.conversation, number=6).update(words='Een "citaat"; en, meer')
    made.vote(made.people[0], {1: -1})
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    made.close()
    data = open_data.polis(found)
    again = taken(world, data)
    assert table(again) == table(made.conversation)
    # And what is reckoned from it is the same.
    second = analysing.bring_up_to_date(again, at=world.at)
    assert [(one["number"], one["counts"], one["consensus"]) for one in second.content["statements"]] == [
        (one["number"], one["counts"], one["consensus"]) for one in found.content["statements"]
    ]


def test_what_polis_itself_kept_of_a_real_conversation_comes_over(world):
    """Seattle (CC BY 4.0, The Computational Democracy Project; see tests/fixtures/opinion/README.md)."""
    votes = gzip.decompress((FIXTURES / "seattle-votes.csv.gz").read_bytes()).decode()
    told = csv.DictReader(io.StringIO((FIXTURES / "seattle-statements.csv").read_text()))
    comments = "comment-id,moderated,comment-body\n" + "".join(
        f"{row.get('comment-id') or row['statement']},{row['moderated']},Stelling.\n" for row in told
    )
    read = polis_files.read(packed(comments=comments, votes=votes))
    assert read.refused == []
    made = taken(world, packed(comments=comments, votes=votes))
    found = analysing.bring_up_to_date(made, at=world.at)
    assert found.votes <= len(read.votes)
    assert found.content["state"] == "groups"
    assert len(found.content["groups"]) == 2


def test_the_same_file_is_not_taken_over_twice(world):
    data = packed(comments=COMMENTS, votes=VOTES)
    taken(world, data)
    with pytest.raises(ValidationError, match="al overgenomen"):
        taken(world, data)


def test_taking_over_can_be_undone_and_done_again(world):
    data = packed(comments=COMMENTS, votes=VOTES)
    made = taken(world, data)
    client = world.as_(world.bob)
    url = reverse("deliberation:undo-take-over", args=[made.pk])
    assert "Draai het terug" in client.get(url).content.decode()
    client.post(url)
    assert not Conversation.objects.exists()
    assert not Vote.objects.exists()
    taken(world, data)


def test_undoing_is_refused_once_others_voted_or_it_is_public(world):
    made = taken(world, packed(comments=COMMENTS, votes=VOTES))
    Conversation.objects.update(published_at=world.at)
    with pytest.raises(ValidationError, match="openbaar"):
        taking_over.undo(made, by=world.alice, at=world.at)
    Conversation.objects.update(published_at=None)
    made.participants.create(door=made.doors.get(), device="een telefoon", on=world.at.date())
    with pytest.raises(ValidationError, match="nog gestemd"):
        taking_over.undo(made, by=world.alice, at=world.at)


def test_a_conversation_of_ones_own_cannot_be_undone_this_way(world):
    own = planted.conversation(world)
    url = reverse("deliberation:undo-take-over", args=[own.conversation.pk])
    assert world.as_(world.alice).get(url).status_code == 404


def test_the_page_takes_two_files_shows_what_comes_over_and_takes_it_over(world):
    client, process = world.as_(world.bob), planted.process(world)
    votes = VOTES + "1500000500,x,9,7,1\n"
    answer = client.post(
        reverse("deliberation:take-over"),
        {
            "process": process.pk,
            "title": "Parken",
            "statements": SimpleUploadedFile("comments.csv", COMMENTS.encode()),
            "votes": SimpleUploadedFile("votes.csv", votes.encode()),
        },
    )
    check = answer.headers["Location"]
    text = client.get(check).content.decode()
    assert "stelling ‘9’ is er niet" in text
    assert "Parken" in text
    answer = client.post(check, {"process": process.pk, "title": "Parken"}, follow=True)
    assert "Draai het overnemen terug" in answer.content.decode()
    made = Conversation.objects.get()
    assert (made.title, made.statements.count(), made.by) == ("Parken", 3, world.bob)


def test_a_wrong_file_comes_back_with_what_was_filled_in(world):
    answer = world.as_(world.bob).post(
        reverse("deliberation:take-over"),
        {
            "process": planted.process(world).pk,
            "title": "Parken",
            "statements": SimpleUploadedFile("comments.csv", COMMENTS.encode()),
        },
    )
    text = answer.content.decode()
    assert "Er zit geen bestand met stemmen bij" in text
    assert 'value="Parken"' in text


def test_an_official_takes_nothing_over(world):
    assert world.as_(world.charlie).get(reverse("deliberation:take-over")).status_code == 403
