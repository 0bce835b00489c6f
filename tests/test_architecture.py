"""The plan of the house, held against the code: floors, registrations, docs that cannot drift."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from houtskool import cli
from houtskool import settings as settings_module
from houtskool.inventory import trail
from houtskool.process import pages_above, panels, phases, resting, status, voices
from houtskool.records import erasure, guard, importing, schedule, uploads, verification
from houtskool.records.personal import register
from houtskool.sector import merging
from houtskool.sector import panels as sector_panels
from houtskool.web import navigation

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "houtskool"
FLOORS = [
    {"kernel"}, {"web", "documents"}, {"accounts"}, {"records"}, {"sector"}, {"process"}, {"inventory"},
    {"deliberation"}, {"assessment"}, {"programme"}, {"monitoring"}, {"council"}, {"public"},
]  # fmt: skip
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(model: type[models.Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "houtskool" else None


def test_no_room_points_at_a_room_above_it():
    """Foreign keys, one-to-ones and many-to-manys, string references included."""
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model not in (None, "self")
        if (here := room_of(model)) and (there := room_of(field.related_model))
        if FLOOR_OF[there] > FLOOR_OF[here]
    ]
    assert wrong == []


def test_every_package_is_a_room_of_the_plan():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms - {"cli", "demo"} <= set(FLOOR_OF)


def test_a_template_links_to_its_own_room_and_to_those_below_it():
    wrong = []
    for template in PACKAGE.glob("*/templates/**/*.html"):
        room = template.relative_to(PACKAGE).parts[0]
        for named in re.findall(r"{% url \"(\w+):", template.read_text()):
            if FLOOR_OF.get(named, 0) > FLOOR_OF[room]:
                wrong.append(f"{template.relative_to(ROOT)} → {named}")
    assert wrong == []


def test_there_are_no_rooms_of_leftovers():
    forbidden = {"utils", "helpers", "services", "managers", "signals"}
    assert [p for p in PACKAGE.rglob("*.py") if p.stem in forbidden] == []
    assert [p for p in PACKAGE.rglob("*") if p.is_dir() and p.name in forbidden] == []


def test_no_model_hides_logic_in_save():
    saving = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in PACKAGE.rglob("models/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(part, ast.FunctionDef) and part.name == "save" for part in node.body)
    ]
    assert saving == []


def test_the_turn_of_the_journal_is_taken_before_a_row_is_held():
    """Who holds a row while waiting for the journal meets, on PostgreSQL, who does it the other way round.

    In the function that locks itself, so that each caller is right.
    """
    wrong = [
        f"{source.relative_to(ROOT)}:{line}"
        for source in sorted(PACKAGE.glob("**/*.py"))
        if "select_for_update" in (text := source.read_text(encoding="utf-8"))
        for line in _held_without_a_turn(ast.parse(text))
    ]
    assert wrong == [], "call journal.take_turn() first"


TAKES_THE_TURN = {"take_turn", "change", "together", "created", "deleted", "record", "record_many"}


def _takes_the_turn(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("journal"), attr=name)):
            return name in TAKES_THE_TURN
    return False


def _held_without_a_turn(node: ast.AST, turn: bool = False) -> Iterator[int]:
    """The lines with `select_for_update` that no call of the journal always precedes in their function."""
    for _, value in ast.iter_fields(node):
        before = turn
        for part in value if isinstance(value, list) else [value]:
            match part:
                case ast.FunctionDef():
                    yield from _held_without_a_turn(part)
                case ast.Attribute(attr="select_for_update") if not before:
                    yield part.lineno
                case ast.With(items=items) if any(_takes_the_turn(item.context_expr) for item in items):
                    before = True
                    yield from _held_without_a_turn(part, turn=True)
                case ast.Expr(value=call) if _takes_the_turn(call):
                    before = True
                case ast.AST():
                    yield from _held_without_a_turn(part, before)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("journal.take_turn()\nrow = Row.objects.select_for_update().get()", []),
        ("row = Row.objects.select_for_update().get()\njournal.take_turn()", [2]),
        ("if new:\n    journal.take_turn()\nrow = Row.objects.filter(pk=1).select_for_update().get()", [4]),
        ("if new:\n    journal.take_turn()\nelse:\n    return Row.objects.select_for_update().get()", [5]),
        ("with journal.change(row, by=by, at=at):\n    Row.objects.select_for_update().get()", []),
        ("journal.take_turn()\nfor one in rows:\n    held = one.related.select_for_update()", []),
        ("journal.take_turn()\ndef inner():\n    return Row.objects.select_for_update()", [4]),
    ],
)
def test_a_row_held_before_the_turn_is_found(body, lines):
    source = "def act(row):\n" + "\n".join(f"    {line}" for line in body.splitlines())
    assert list(_held_without_a_turn(ast.parse(source))) == lines


def test_a_story_waits_for_what_it_asserts():
    """`expect(…)` waits until the page is there; what a locator says of itself is of this very moment."""
    at_once = {
        "is_visible",
        "is_hidden",
        "is_checked",
        "is_enabled",
        "is_disabled",
        "input_value",
        "inner_text",
    }
    hasty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tests" / "browser").glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert)
        and any(
            isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in at_once
            for part in ast.walk(node.test)
        )
    ]
    assert hasty == []


def test_every_registration_is_known():
    """What higher rooms add to lower ones; a new registration belongs in this list."""
    assert set(verification.registered()) == {
        *("journaal", "bewaking", "nota's", "zoekregister", "verslagen", "versies"),
        *("afwegingskaders", "oordelen", "adviezen", "besluiten", "budgetrondes"),
    }
    labels = [entry.label for entry in navigation.entries()]
    assert labels == [
        *("Journaal", "E-mail", "Gebruikers", "Werk op de achtergrond"),
        *(
            "Sector",
            "Proces",
            "Inbreng",
            "Stemmen",
            "Afwegen",
            "Programma",
            "Raad",
            "Programma",
            "Hulp vragen",
        ),
    ]
    assert set(panels.registered()) == {"nota's", "inbreng", "wat ermee gebeurde", "stemmen", "programma"}
    assert set(phases.registered()) == {"programma"}
    assert set(merging.registered_afterwards()) == {"uitkomsten van gesprekken"}
    assert set(resting.registered()) == {"maatregelen"}
    assert set(sector_panels.registered()) == {"uit een nota", "uitnodigingen", "hulpvragen en steun"}
    assert set(importing.kinds()) == {
        *("organisations", "initiatives", "contacts", "groups"),
        *("themes", "domains", "departments", "districts", "contributions", "measures"),
    }
    assert set(erasure.registered()) == {
        *("e-mail", "samengevoegde contacten", "links naar de eigen gegevens"),
        *("inbreng", "citaten"),
        "uitnodigingen",
        "voorstellen uit verslagen",
        "stellingen",
        "hulpvragen",
        "reacties op een afwegingskader",
    }
    assert set(trail.registered()) == {"inbreng", "stemmen", "programma", "afwegen"}
    assert set(erasure.purges()) == {
        "bestanden van imports",
        "adressen bij een afwegingskader",
        "hulpvragen",
        "inbreng",
        "ingetrokken woorden",
        "volgers die niet bevestigden",
        "e-mail",
        "links naar de eigen gegevens",
        "uitnodigingen",
        "verslagen en foto’s met gewiste woorden",
    }
    assert set(uploads.registered_held_back()) == {"ingetrokken woorden", "gewiste hulpvragen"}
    assert {"inbreng", "vastleggen en inlezen", "stemmen"} <= set(panels.registered_for_gathering())
    assert set(pages_above.registered()) == {"notes", "follow", "own-page", "report"}
    assert set(schedule.registered()) == {
        "e-mail die bleef liggen",
        "persoonsgegevens wissen",
        "oude taken wissen",
        "herinneringen",
        "herinneringen aan beoordelaars",
        "berichten over inbreng",
        "berichten over maatregelen",
        "volgmomenten",
        "analyses van gesprekken",
        "gesprekken waarvan de tijd om is",
    }
    assert set(voices.registered()) == {"inbreng"}
    assert set(status.gap_sources()) == {"proces", "wie is gehoord", "inbreng", "programma"}
    assert {frozen.table for frozen in guard.frozen_tables()} == {
        "assessment_advice",
        "assessment_budgetround",
        "assessment_casedecision",
        "assessment_frameworkversion",
        "council_frozennote",
        "council_note",
        "inventory_report",
        "programme_version",
        "records_journalentry",
    }


@pytest.mark.parametrize("module", sorted(p.stem for p in (PACKAGE / "kernel").iterdir() if p.stem[0] != "_"))
def test_every_part_of_the_kernel_is_explained_on_an_algorithm_page(module):
    pages = [page.read_text() for page in (ROOT / "docs/algorithms").glob("*.md")]
    assert any(f"houtskool.kernel.{module}" in page for page in pages)


def test_every_setting_from_the_environment_is_documented():
    source = Path(settings_module.__file__).read_text()
    names = set(re.findall(r"\"((?:HOUTSKOOL_\w+)|DATABASE_URL)\"", source))
    documented = (ROOT / "docs/settings.md").read_text()
    assert sorted(name for name in names if f"`{name}`" not in documented) == []


def test_every_command_is_documented():
    documented = (ROOT / "docs/commands.md").read_text()
    assert [name for name in cli.commands() if f"houtskool {name}" not in documented] == []


def test_every_personal_field_stands_in_the_avg_register():
    page = (ROOT / "docs/avg-register.md").read_text()
    missing = [
        f"{model._meta.label_lower}.{field}"
        for model, field, _ in register()
        if f"`{model._meta.label_lower}.{field}`" not in page
    ]
    assert missing == []


def test_no_address_of_a_registry_stands_in_the_repository():
    hosts = re.compile("|".join(["python" + "hosted", "pypi" + r"\.org", "registry\\." + "npmjs"]))
    listed = [*ROOT.glob("requirements/*.txt"), *ROOT.glob("**/package-lock.json"), ROOT / "pyproject.toml"]
    assert [p.name for p in listed if "node_modules" not in p.parts and hosts.search(p.read_text())] == []
