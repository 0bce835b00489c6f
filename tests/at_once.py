"""Many processes at once, on the engine of this run, over a database of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import psycopg

ROOT = Path(__file__).resolve().parents[1]
SQLITE = "houtskool.sqlite3"
MIGRATED = "houtskool_migrated"  # its name on a server

# One Python that knows the house becomes as many as there are acts: starting each anew would take longer
# than all that they do.
_FORKS = """
import json, os, sys, traceback
import django; django.setup()
from django.db import connections
prepare, acts, judge = json.load(sys.stdin)
exec(prepare, {})
connections.close_all()
children = []
for script, words in acts:
    if child := os.fork():
        children.append(child)
        continue
    try:
        sys.argv[1:] = words
        exec(script, {})
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
assert not any([os.waitpid(child, 0)[1] for child in children])
exec(judge, {})
"""


def at_once(
    acts: Sequence[tuple[str, Sequence[str]]], *, prepare: str, judge: str, environment: Mapping[str, str]
) -> str:
    """Run these scripts at the same time, each in a process of its own with its words in sys.argv; what the
    judge prints afterwards. Fails when any of them raises.
    """
    process = run(_FORKS, environment=environment)
    return finish(process, json.dumps([prepare, acts, judge]))


def run(script: str, *words: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *words], env=environment, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[str], told: str | None = None) -> str:
    out, err = process.communicate(told, timeout=120)
    assert process.returncode == 0, err
    return out


def migrate(folder: Path) -> None:
    """Make the database that every other of this run is a copy of: in this folder, or on the server."""
    folder.mkdir()
    environment = _environment(folder)
    if "DATABASE_URL" in environment:
        _on_server(f"DROP DATABASE IF EXISTS {MIGRATED}", f"CREATE DATABASE {MIGRATED}")
        environment["DATABASE_URL"] = _address(MIGRATED)
    script = "from houtskool.cli import main; main(['manage', 'migrate', '--verbosity', '0'])"
    finish(run(script, environment=environment))


@contextmanager
def database(folder: Path, *, like: Path) -> Iterator[dict[str, str]]:
    """The environment for processes with a database of their own: a copy of the migrated one, gone after."""
    environment = _environment(folder)
    if "DATABASE_URL" not in environment:
        shutil.copyfile(like / SQLITE, folder / SQLITE)
        yield environment
        return
    name = f"own_{os.getpid()}"
    environment["DATABASE_URL"] = _address(name)
    _on_server(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    try:
        yield environment
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _environment(folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL" or value},
        "DJANGO_SETTINGS_MODULE": "houtskool.settings",
        "HOUTSKOOL_FOLDER": str(folder),
        "HOUTSKOOL_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONPATH": str(ROOT),
    }


def _address(name: str) -> str:
    """The address of this database on the server of this run."""
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    assert dj_database_url.parse(address)["NAME"] == name
    return address


def _on_server(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)
