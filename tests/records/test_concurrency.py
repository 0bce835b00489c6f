"""Many processes write the journal at once, on the engine of this run; the chain stays whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dj_database_url
import psycopg

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import django, sys; django.setup()
from django.db import connection, transaction
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.records import journal
user = User.objects.get(email=sys.argv[1])
for turn in range(25):
    with transaction.atomic(), journal.change(user, by=user, at=timezone.now()):
        user.name = f"{sys.argv[1]} {turn}"
        user.save()
"""
PREPARE = """
import django, sys; django.setup()
from django.core.management import call_command
from houtskool.accounts.models import User
call_command("migrate", verbosity=0)
for email in sys.argv[1:]: User.objects.create_user(email)
"""
JUDGE = """
import django; django.setup()
from houtskool.records import verification
from houtskool.records.models import JournalEntry
assert not list(verification.verify())
print(JournalEntry.objects.count())
"""


def run(script: str, *words: str, environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def test_the_chain_is_whole_under_concurrent_writers(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "houtskool.settings",
        "HOUTSKOOL_FOLDER": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    server = os.environ.get("DATABASE_URL")
    name = f"concurrency_{os.getpid()}"
    if server:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = server.rsplit("/", 1)[0] + f"/{name}"
        assert dj_database_url.parse(environment["DATABASE_URL"])["NAME"] == name
    writers = [f"schrijver{index}@haarlem.example" for index in range(4)]
    try:
        finish(run(PREPARE, *writers, environment=environment))
        for process in [run(WRITER, writer, environment=environment) for writer in writers]:
            finish(process)
        assert finish(run(JUDGE, environment=environment)).strip() == "100"
    finally:
        if server:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
