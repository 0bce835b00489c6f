"""Nobody reads the words of a contribution past `inventory.consent`: held over all code and all templates.

The write path may: what takes the words in, checks, changes or indexes them. A new place is a decision.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "houtskool"
GUARDED = {"words", "title", "own_columns"}

# The rule itself, and what writes: models, actions, forms and the rows of a spreadsheet.
MAY_READ = {
    "inventory/consent.py",
    "inventory/actions/captures.py",  # whether a note from a device is the one that came before
    "inventory/actions/codings.py",  # whether a passage is in the words
    "inventory/actions/consent.py",  # whether the words were erased
    "inventory/actions/contributions.py",
    "inventory/keeping.py",
}
# What else is called so in these files: by the name of the thing that has it.
OTHER_THINGS = {
    *("process", "gathering", "measure", "attachment", "annex", "document", "current", "found"),
    *("planned", "real", "period"),  # a period in its own words
    "consent",  # the functions
    "query",  # what is searched for
    *("statement", "conversation"),  # what is voted on
    "self",
}
# Of an unnamed thing: file → how it is written there.
OTHERS_BY_FILE = {
    "council/notes/actions.py": {"one.title"},
    "inventory/spreadsheets.py": {"one.title"},  # a process
    "inventory/capture_forms.py": {"one.words"},  # a note as the device sent it
    "programme/trail.py": {"one.title"},
    "deliberation/actions/statements.py": {"stored.words", "other.words"},  # statements
    "programme/actions/grounds.py": {"row.words"},  # a statement
    "programme/origin.py": {"one.words"},  # a statement
    "programme/sources.py": {"row.words"},  # a statement
}
# Look-ups that are allowed: file → the field, as it is written there.
LOOKED_UP = {
    "programme/actions/reactions.py": {"contribution__words"},  # whether the same was sent twice
    "programme/ground_forms.py": {"words__icontains"},  # statements
}
# A look-up by these fields, or their values: only where they are named to be shown by consent or written.
LOOK_UP = re.compile(r"(.+__)?(words|own_columns)(__.+)|(.+__)(words|own_columns)")

# In templates: what a view prepared with consent, and other nouns that have a title.
PREPARED = {"piece", "line", "note", "form", "one", "quote"}
OTHER_IN_TEMPLATES = {
    *("process", "gathering", "panel", "section", "kind", "column", "attachment", "annex", "measure"),
    *("milestone", "link", "former", "group", "gap", "fact", "shown", "step"),
    *("statement", "conversation", "question", "double"),  # what is voted on
    *("planned", "real", "period"),  # a period in its own words
    *("term", "response", "judging", "advising"),  # how far a request is
    "shown.row",  # a step or a gathering
}
OTHERS_BY_TEMPLATE = {
    "assessment/templates/assessment/judging/comparison.html": {"row.words"},  # how far assessors differ
    "assessment/templates/assessment/judging/strip.html": {"row.words"},
    "deliberation/templates/deliberation/parts/result_people.html": {"result.own_columns"},  # of a table
}


def _elsewhere_titled(file, field, holder):
    """In other rooms many things have a title; there it counts where it is said to be a contribution's."""
    in_room = file.startswith("inventory/")
    return field == "title" and not in_room and "contribution" not in holder.lower()


def files_about_contributions():
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        room = path.relative_to(PACKAGE).parts[0]
        # The example makes its own words and shows them to nobody.
        if not {"migrations", "demo"} & set(path.parts) and (
            room == "inventory" or "houtskool.inventory" in text
        ):
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(text)


def test_code_asks_consent_for_the_words():
    wrong = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in files_about_contributions()
        if name not in MAY_READ
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in GUARDED and isinstance(node.ctx, ast.Load)
        if ast.unparse(node.value).rsplit(".", 1)[-1] not in OTHER_THINGS
        if not _elsewhere_titled(name, node.attr, ast.unparse(node.value))
        if ast.unparse(node) not in OTHERS_BY_FILE.get(name, set())
    ]
    assert wrong == []


def test_no_query_looks_into_the_words():
    """Neither a filter nor a list of values: the search goes over stems, in readable rows only."""
    wrong = []
    for name, tree in files_about_contributions():
        for node in ast.walk(tree):
            allowed = LOOKED_UP.get(name, set())
            if (
                isinstance(node, ast.keyword)
                and node.arg
                and LOOK_UP.fullmatch(node.arg)
                and node.arg not in allowed
            ):
                wrong.append(f"{name} {node.arg}=")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = node.func.attr
                named = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
                if called in {"values", "values_list", "order_by", "F"} and named & {"words", "own_columns"}:
                    wrong.append(f"{name}:{node.lineno} {called}")
                if called == "getattr" and named & GUARDED:
                    wrong.append(f"{name}:{node.lineno} getattr")
    assert wrong == []


def test_templates_show_what_a_view_prepared():
    wrong = []
    for path in sorted(PACKAGE.glob("*/templates/**/*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        for tag in re.findall(r"{[{%].*?[}%]}", path.read_text()):
            for holder, field in re.findall(r"\b([\w.]+)\.(words|title|own_columns)\b", tag):
                last = holder.rsplit(".", 1)[-1]
                file = path.relative_to(PACKAGE).as_posix()
                if _elsewhere_titled(file, field, holder):
                    continue
                if f"{holder}.{field}" in OTHERS_BY_TEMPLATE.get(file, set()):
                    continue
                if holder not in PREPARED | OTHER_IN_TEMPLATES and last not in PREPARED | (
                    OTHER_IN_TEMPLATES - {"shown"}
                ):
                    wrong.append(f"{path.relative_to(PACKAGE)} {holder}.{field}")
    assert wrong == []


def test_what_is_called_prepared_is_never_the_row_itself():
    """No view hands a contribution to a template under one of the names that are read freely."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in files_about_contributions()
        if "/views/" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value in {"piece", "line", "note", "quote"}
        if isinstance(value, ast.Name) and value.id in {"row", "contribution", "found", "one"}
    ]
    assert wrong == []
