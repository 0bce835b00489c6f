"""`houtskool import votes` and `houtskool export votes`: a conversation of Polis in, out, and taken back."""

from __future__ import annotations

import json
import zipfile

import pytest

from houtskool.cli import main
from houtskool.deliberation import analysing
from houtskool.deliberation.models import Conversation
from tests.deliberation import planted
from tests.deliberation.test_taking_over import COMMENTS, VOTES, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, world):
    planted.process(world)
    (tmp_path / "comments.csv").write_text(COMMENTS)
    (tmp_path / "votes.csv").write_text(VOTES + "1500000500,x,9,7,1\n")
    return tmp_path


def test_a_dry_run_counts_names_the_refused_row_and_changes_nothing(folder, capsys):
    assert main(["import", "votes", str(folder / "votes.csv"), "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "Zou overnemen: 3 stellingen (1 weggehaald), 2 deelnemers, 4 stemmen (1 later veranderd)" in out
    assert err == "votes.csv, regel 7: stelling ‘9’ is er niet\n"
    assert not Conversation.objects.exists()


def test_votes_with_the_comments_beside_them_come_in_and_can_be_undone(folder, capsys):
    words = ["--choose", "title=Parken", "--json"]
    assert main(["import", "votes", str(folder / "votes.csv"), *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["statements"], told["participants"], told["votes"]) == (3, 2, 4)
    assert Conversation.objects.get(pk=told["conversation"]).title == "Parken"
    assert main(["import", "votes", "--undo", str(told["conversation"])]) == 0
    assert not Conversation.objects.exists()


def test_what_is_exported_comes_in_again_without_a_change(world, tmp_path, settings, capsys):
    settings.REFERENCE_DATE = world.at.date()
    made = planted.two_camps(world)
    made.close()
    analysing.bring_up_to_date(made.conversation, at=world.at)
    file = tmp_path / "gesprek.zip"
    assert main(["export", "votes", str(file)]) == 0
    assert "480 stemmen van 40 deelnemers" in capsys.readouterr().out
    assert set(zipfile.ZipFile(file).namelist()) == {"comments.csv", "votes.csv", "participants-votes.csv"}
    assert main(["import", "votes", str(file)]) == 0
    again = Conversation.objects.exclude(pk=made.conversation.pk).get()
    assert table(again) == table(made.conversation)


def test_the_exported_votes_feed_the_command_opinion(world, tmp_path, settings, capsys):
    settings.REFERENCE_DATE = world.at.date()
    made = planted.two_camps(world)
    made.close()
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    file = tmp_path / "gesprek.zip"
    main(["export", "votes", str(file)])
    zipfile.ZipFile(file).extractall(tmp_path)
    capsys.readouterr()
    words = [str(tmp_path / "votes.csv"), "--statements", str(tmp_path / "comments.csv"), "--json"]
    assert main(["opinion", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["participants"], told["votes"], told["stable"]) == (40, found.votes, True)
    assert len(told["groups"]) == len(found.content["groups"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "votes", "uit.csv"], "moet eindigen op .zip"),
        (["export", "votes", "uit.zip"], "kies een gesprek met --conversation"),
        (["import", "votes", "los.csv"], "geen comments.csv met de stellingen"),
        (["import", "votes", "votes.csv", "--choose", "kleur=rood"], "er is alleen process en title"),
        (["import", "votes", "votes.csv", "--choose", "process=99"], "kies een proces met --choose process"),
        (["import", "votes", "--undo", "99"], "kies een gesprek"),
    ],
)
def test_what_cannot_be_says_what_to_do(folder, capsys, words, said):
    (folder / "elders").mkdir()
    (folder / "elders" / "los.csv").write_text(VOTES)
    places = {"votes.csv": folder / "votes.csv", "los.csv": folder / "elders" / "los.csv"}
    assert main([str(places.get(word, word)) for word in words]) == 2
    assert said in capsys.readouterr().err


def test_votes_of_an_open_conversation_do_not_go_out(world, capsys, tmp_path, settings):
    settings.REFERENCE_DATE = world.at.date()
    made = planted.two_camps(world)
    analysing.bring_up_to_date(made.conversation, at=world.at)
    assert main(["export", "votes", str(tmp_path / "uit.zip")]) == 2
    assert "nog niet gesloten" in capsys.readouterr().err
