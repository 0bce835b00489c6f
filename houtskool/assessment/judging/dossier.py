"""What an assessor reads of a case beside the criteria: no address, no telephone, no judgement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from houtskool.assessment.cases import told
from houtskool.assessment.content import read
from houtskool.assessment.eligibility import facts
from houtskool.assessment.eligibility import verdicts as eligibility
from houtskool.assessment.law import amounts
from houtskool.assessment.models import Case, Supplement
from houtskool.process.models.periods import local_day


def of(case: Case, at: datetime) -> dict[str, Any]:
    """The words of the applicant, the answers, the files, and which kinds of support may fit then."""
    content = read(case.version.content)
    known = facts.of_case(case, content, at)
    verdicts = eligibility.judge(content, known, amounts.holding(local_day(at)))
    names = {one["key"]: one["name"] for one in content["support"]}
    questions = {one["key"]: one["question"] for one in content["criteria"]}
    files = list(case.evidence.select_related("upload"))
    return {
        "case": case,
        "who": case.organisation_name or case.name,
        "wanted": [names.get(key, key) for key in case.wanted],
        "answers": [
            (one["text"], known[one["key"]].shown if one["key"] in known else "")
            for one in content["questions"]
        ],
        "evidence": [(file, questions.get(file.criterion, "")) for file in files],
        "files": {key: [file for file in files if file.criterion == key] for key in questions},
        "supplement": Supplement.objects.filter(case=case).first(),
        "told": [(one, questions) for one, questions in told.rows(case, content, at) if one.words],
        "support": verdicts,
    }
