"""The test world: Alice owns (programme manager), Bob helps (facilitator), Charlie is an outsider."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.apps import AppConfig
from django.apps import apps as django_apps
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.records.worker import stopping
from tests import at_once
from tests.once import once

# The same examples every time, and no test depends on the clock; `make fuzz` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = ["tests.not_run"]


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking through it for garbage again and again takes a tenth of a run."""
    gc.collect()
    gc.freeze()


AT = datetime(2019, 1, 15, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def make_user(email: str, *roles: Role, name: str = "") -> User:
    user = User.objects.create_user(email, "een lang wachtwoord", name=name)
    for role in roles:
        user.grants.create(role=role)
    return user


@dataclass
class World:
    alice: User
    bob: User
    charlie: User
    at: datetime = AT
    clients: dict[int, Client] = field(default_factory=dict)

    def as_(self, user: User) -> Client:
        """A browser in which this user is signed in."""
        if user.pk not in self.clients:
            client = Client()
            client.force_login(user)
            self.clients[user.pk] = client
        return self.clients[user.pk]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database after all migrations, before any test came near: made once in a run."""
    return once(tmp_path_factory, "migrated", at_once.migrate)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated: Path
) -> Iterator[None]:
    """The test database begins as a copy of the migrated one; that Django migrates it then takes no time."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = at_once.MIGRATED
        yield
        return
    test["NAME"] = "file:test?mode=memory&cache=shared"
    # What is in memory lasts as long as somebody has it open.
    with closing(sqlite3.connect(test["NAME"], uri=True)) as memory:
        with closing(sqlite3.connect(migrated / at_once.SQLITE)) as file:
            file.backup(memory)
        yield


@pytest.fixture
def own_database(migrated: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment for processes of a test, with a database of their own on the engine of this run."""
    with at_once.database(tmp_path, like=migrated) as environment:
        yield environment


@pytest.fixture
def world(db: None) -> World:
    return World(
        alice=make_user("alice@haarlem.example", Role.PROGRAMME_MANAGER, name="Alice"),
        bob=make_user("bob@stadsgarage.example", Role.FACILITATOR, name="Bob"),
        charlie=make_user("charlie@stad.example", Role.PARTICIPANT, name="Charlie"),
    )


@receiver(post_migrate)
def ship_again(sender: AppConfig, **kwargs: Any) -> None:
    """A test that keeps its transactions empties every table; what the migrations shipped comes back."""
    amounts = django_apps.get_model("assessment", "LegalAmount")
    if sender.label == "assessment" and not amounts.objects.exists():
        editor = SimpleNamespace(connection=connection)
        for name, step in (("0002_legal_amounts", "ship"), ("0008_checking_the_law", "mark")):
            getattr(import_module(f"houtskool.assessment.migrations.{name}"), step)(django_apps, editor)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Files of a test go into its own folder; passwords are hashed fast, mail stays in memory."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    stopping.clear()  # a worker that a test ended stops no work of the next
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {"default": in_memory, "voting": {**in_memory, "LOCATION": "voting"}}
    for name in settings.CACHES:
        caches[name].clear()  # what one test counted against a limit is not held against the next
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
