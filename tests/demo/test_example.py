"""The example: whole, by the rooms' own actions, and never in the place of real data."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from houtskool import cli
from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.demo import haarlem, server
from houtskool.process import status
from houtskool.process.models import Process
from houtskool.process.phases import phases
from houtskool.records import verification

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_is_whole_its_record_holds_and_all_sign_in_by_the_password(db):
    haarlem.build("een wachtwoord voor de test")
    process = Process.objects.get()
    assert list(verification.verify()) == []
    assert all(user.check_password("een wachtwoord voor de test") for user in User.objects.all())
    assert {role for user in User.objects.all() for role in user.roles} == set(Role)
    assert {domain.name for domain in process.domains.all()} == {
        "economie", "onderwijs", "duurzaamheid", "sociale zaken",
    }  # fmt: skip
    assert [group.group.name for group in status.who_is_in(process) if group.group.name == "investeerders"]
    labels = [phase.label.split()[0] for phase in phases(process, date(2019, 1, 15))]
    assert labels == [
        *("Informatienota", "Houtskoolversie", "Gesprekken"),
        *("Presenteren", "Uitvoering"),
    ]
    # And something is late when its visitor moves the date.
    manager = User.objects.get(email="programma@voorbeeld.example")
    assert not any(gap.urgent for gap in status.gaps(process, date(2019, 1, 15), manager))
    assert any(gap.urgent for gap in status.gaps(process, date(2019, 6, 1), manager))


def test_the_example_refuses_a_place_for_real_data(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "houtskool.sqlite3").write_bytes(b"echt")
    assert cli.main(["demo", "--folder", str(tmp_path), "--fresh"]) == 2
    assert "niet van het voorbeeld" in capsys.readouterr().err
    assert (tmp_path / "houtskool.sqlite3").read_bytes() == b"echt"
    monkeypatch.setenv("DATABASE_URL", "postgres://echt@127.0.0.1/echt")
    with pytest.raises(server.Refused, match="DATABASE_URL staat aan"):
        server.refuse_real_data(tmp_path / "nieuw")


@pytest.mark.parametrize("database", ["", "postgres://echt@127.0.0.1/echt"])
def test_the_settings_refuse_an_example_on_real_data(tmp_path, database):
    environment = {**os.environ, "HOUTSKOOL_EXAMPLE": "1", "HOUTSKOOL_FOLDER": str(tmp_path)}
    environment |= {"DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    if database:
        (tmp_path / "voorbeeld.json").write_text("{}")
    ran = subprocess.run(
        [sys.executable, "-c", "import houtskool.settings"], env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert "never runs on real data" in ran.stderr


def test_a_letter_of_the_example_tells_where_an_objection_goes_and_that_it_is_no_real_address():
    assert "(voorbeeld)" in server.example_environment(Path("map"), 1)["HOUTSKOOL_OBJECTIONS"]
