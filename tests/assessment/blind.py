"""A case in each state of judging, with markers in what assessors wrote, and a walk over every address."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pypdfium2
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import NoReverseMatch, reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import advices, judging, versions
from houtskool.assessment.cases import mail
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.models import (
    Assignment,
    BudgetRound,
    Case,
    CaseDecision,
    CriterionGround,
    Entry,
    Evidence,
    FollowUp,
    Supplement,
    Support,
)
from houtskool.records import secret_links
from houtskool.records.models import Upload
from tests.browser import pages
from tests.browser.pages.row import Row
from tests.conftest import make_user

STATES = ("asked", "one in", "all but one in", "all in", "stepped back", "gone on without")
SCORES = {"a": Decimal("3.1217"), "b": Decimal("8.5753"), "c": Decimal("6.2519")}
# What the scores of any two or of all three come to, as a page might round it.
MEANS = ("5,85", "4,69", "7,41", "5,98")
NAMES = {"a": "Quirijn Zandloper", "b": "Wendela Oeverkruid", "c": "Ysbrand Meetlat"}
# What the applicant wrote, which whoever declared an interest reads no more of.
DOSSIER = "dossier-qzxqzx"
# In these everybody comes by, of each role; in the others who judges and who handles the case.
TELLING = ("all but one in", "all in")
# What is about a row of these knows of no case, and is walked in the telling states only.
OF_NO_CASE = {
    "assessment_framework", "assessment_frameworkversion", "assessment_criterion", "assessment_question",
    "assessment_criterionground", "assessment_condition", "assessment_supportkind", "assessment_legalamount",
}  # fmt: skip


def marker(who: str) -> str:
    return f"geheim-{who}-{'qzx' * 3}"


class Round:
    """One case, three assessors (b is an official, who reads all cases), and somebody of each role."""

    def __init__(self, desk: Any, state: str) -> None:
        self.world, self.desk, self.state = desk.world, desk, state
        self.framework = desk.shipped()
        self._publish("concept")
        self.version = self._publish("adopted")
        self.users = {
            "a": make_user("quirijn@duinstede.example", Role.CORE_GROUP, name=NAMES["a"]),
            "b": make_user("wendela@duinstede.example", Role.OFFICIAL, name=NAMES["b"]),
            "c": make_user("ysbrand@duinstede.example", Role.CORE_GROUP, name=NAMES["c"]),
        }
        self.others = {
            role: make_user(f"{role}@duinstede.example", role, name=f"Iemand {role}") for role in Role
        }
        self.manager = self.others[Role.PROGRAMME_MANAGER]
        self.old = self._case("2019-1")
        self._judge_all(self.old, secret=False)
        self.case = self._case("2019-2", what=f"Wij zoeken geld. {DOSSIER}")
        self.assignments = self._ask(self.case)
        for who in "abc":
            self._draft(who)
        for who in {"one in": "a", "all but one in": "ab", "all in": "abc"}.get(state, ""):
            self._hand_in(who)
        if state in ("stepped back", "gone on without"):
            self._hand_in("a")
            for who in "bc":
                judging.step_back(
                    self.assignments[who], interest="Familie.", by=self.users[who], at=self.world.at
                )
        if state == "gone on without":
            for who in "bc":
                judging.go_on_without(self.assignments[who], by=self.manager, at=self.world.at)
        self._furnish()

    def may_read(self, user: Any) -> set[str]:
        """Of whom this user may read what was given, told apart from the code that is tested."""
        mine = {who for who in "abc" if self.users[who] == user}
        if self.state in ("stepped back", "gone on without"):
            mine -= {"b", "c"}
        stepped = self.state == "gone on without" and user in (self.users["b"], self.users["c"])
        reads = user.holds(*(Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.OFFICIAL, Role.MANDATE_HOLDER))
        if self.state == "all in" and (reads or mine):
            return set("abc")
        if self.state == "gone on without" and not stepped and (reads or mine):
            return {"a"}
        return mine

    def stepped_back(self) -> list[Any]:
        """Who declared an interest: an official, who reads every other case, and one of the core group."""
        return [self.users["b"], self.users["c"]] if self.state in ("stepped back", "gone on without") else []

    def everybody(self) -> list[Any]:
        others = self.others.values() if self.state in TELLING else [self.manager]
        return [*self.users.values(), *others]

    def tokens(self) -> Iterator[str]:
        """The secret links of the case, and of a follow-up."""
        yield secret_links.token(self.case, mail.FOLLOW)
        yield secret_links.token(FollowUp.objects.get(), mail.FOLLOW_UP)

    def _publish(self, stage: str) -> Any:
        return versions.publish(
            self.framework,
            stage,
            on=date(2019, 1, 10),
            body="college" if stage == "adopted" else "",
            by=self.world.alice,
            at=self.world.at,
        )

    def _case(self, number: str, what: str = "Wij zoeken geld.") -> Case:
        return Case.objects.create(
            framework=self.framework,
            version=self.version,
            number=number,
            title="Een werkplaats in de wijk",
            what=what,
            name="Noor de Boer",
            email="noor@werkplaats.example",
            received_at=self.world.at,
            contact=self.manager,
            route=Case.Route.WEIGHED,
            route_reason="Het gaat om geld.",
            routed_at=self.world.at,
        )

    def _ask(self, case: Case) -> dict[str, Assignment]:
        people = [(user, None) for user in self.users.values()]
        due_on = date(2019, 1, 22)
        made = judging.ask(case, people, due_on=due_on, by=self.manager, at=self.world.at)
        return dict(zip("abc", made, strict=True))

    def _judge_all(self, case: Case, *, secret: bool) -> None:
        """An older case that was judged and advised on: without markers, so that it is nobody's secret."""
        for who, one in self._ask(case).items():
            for asked in criteria_of(self.version):
                judging.save_draft(
                    one, asked, mark="score", score=Decimal(1), reason="Zo is het.", evidence="",
                    by=self.users[who], at=self.world.at,
                )  # fmt: skip
            judging.hand_in(one, by=self.users[who], at=self.world.at)
        self.advice = advices.advise(case, by=self.manager, at=self.world.at)

    def _draft(self, who: str) -> None:
        for asked in criteria_of(self.version):
            weighs = asked.between
            judging.save_draft(
                self.assignments[who],
                asked,
                mark="score",
                score=SCORES[who] if weighs else Decimal(1),
                reason=f"Want {marker(who)}.",
                evidence=f"Zie {marker(who)}.",
                by=self.users[who],
                at=self.world.at,
            )

    def _hand_in(self, who: str) -> None:
        judging.hand_in(self.assignments[who], by=self.users[who], at=self.world.at)

    def _furnish(self) -> None:
        """A row of all that the addresses of the room are about."""
        at, by = self.world.at, self.manager
        upload = Upload.objects.create(
            file=ContentFile(b"%PDF-1.4", name="plan.pdf"),
            name="plan.pdf", sha256="0" * 64, size=8, at=at, by=by,
        )  # fmt: skip
        for case in (self.old, self.case):
            Evidence.objects.create(case=case, title="Het plan", upload=upload, at=at, by=by)
        Supplement.objects.create(
            case=self.case, missing="De begroting", asked_at=at, asked_by=by, answer_by=date(2019, 2, 1)
        )
        decision = CaseDecision.objects.create(
            case=self.old,
            number=1,
            advice=self.advice,
            outcome=CaseDecision.Outcome.GRANTED,
            on=date(2019, 1, 15),
            follows=True,
            reasons="Dit past.",
            kinds=["advies"],
            mandate="het college",
            at=at,
            by=self.others[Role.MANDATE_HOLDER],
        )
        support = Support.objects.create(
            decision=decision, case=self.old, kind="advies", name="Advies", granted_on=date(2019, 1, 15)
        )
        FollowUp.objects.create(support=support, due_on=date(2019, 1, 20), asked_at=at + timedelta(days=5))
        comparison = BudgetRound.objects.create(
            framework=self.framework, version=self.version, title="Ronde", budget=1000, at=at, by=by
        )
        Entry.objects.create(round=comparison, case=self.old, cost=100)
        criterion = self.framework.criteria.get(key="gelijke-behandeling")
        CriterionGround.objects.create(criterion=criterion, kind="law", law="Grondwet art. 1")


def addresses(round_: Round, room: str = "assessment") -> dict[str, list[str]]:
    """Every address of the room by its name, with the examples of tests/browser/pages/<room>.py; in a state
    that is not telling those of which the answer may depend on the judging.

    Raises LookupError for an address without an example, or of which the test has no row.
    """
    return {
        name: sorted(_paths(name, arguments, round_))
        for name, arguments in pages.names().items()
        if name.startswith(f"{room}:") and (round_.state in TELLING or not _of_no_case(name))
    }


def _of_no_case(name: str) -> bool:
    rows = {
        value.table for one in pages.examples_of(name) for value in one.values() if isinstance(value, Row)
    }
    return bool(rows) and rows <= OF_NO_CASE


def _paths(name: str, arguments: set[str], round_: Round) -> Iterator[str]:
    for example in pages.examples_of(name):
        if set(example) != arguments:
            raise LookupError(f"name an example of {name} in tests/browser/pages/")
        choices = [_values(name, key, value, round_) for key, value in example.items()]
        for values in itertools.product(*choices):
            try:
                yield reverse(name, kwargs=dict(zip(example, values, strict=True)))
            except NoReverseMatch as error:
                raise LookupError(f"the example of {name} does not fit: {error}") from error


def _values(name: str, key: str, value: str | Row, round_: Round) -> list[str]:
    if key == "token":
        return list(round_.tokens())
    if isinstance(value, str):
        return [value]
    # Of the secret case every row; of what belongs to no case the first that the example asks for.
    of_case = {"assessment_case": "id", "assessment_assignment": "case_id", "assessment_evidence": "case_id"}
    if value.table in of_case:
        tries = [f"{of_case[value.table]} = {round_.case.pk} ORDER BY id"]
    else:
        wanted = ((value.where, value.skip), ("1 = 1", value.skip), ("1 = 1", 0))
        tries = [f"{where} ORDER BY id LIMIT 1 OFFSET {skip}" for where, skip in wanted]
    with connection.cursor() as cursor:
        for which in tries:
            cursor.execute(f"SELECT id FROM {value.table} WHERE {which}")
            if found := [str(key) for (key,) in cursor.fetchall()]:
                return found
    raise LookupError(
        f"{name}: tests/assessment/blind.py makes no row of {value.table}; make one in _furnish"
    )


def text_of(response: Any) -> str:
    """All that an answer says, headers and files included."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    said = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            parts = [archive.read(name).decode("utf-8", "replace") for name in names]
        return " ".join([said, *parts])
    if data[:4] == b"%PDF" and len(data) > 100:
        document = pypdfium2.PdfDocument(data)
        return " ".join([said, *(page.get_textpage().get_text_bounded() for page in document)])
    return f"{said} {data.decode('utf-8', 'replace')}"


def leaks(text: str, allowed: set[str]) -> list[str]:
    """What stands in the text of those whose judgements may not be read."""
    found = []
    for who, score in SCORES.items():
        if who in allowed:
            continue
        plain = f"{score}"
        found += [word for word in (marker(who), plain, plain.replace(".", ",")) if word in text]
    if allowed != set("abc"):
        found += [mean for mean in MEANS if re.search(rf"(?<![\d.,]){mean.replace(',', '[,.]')}(?!\d)", text)]
    return found
