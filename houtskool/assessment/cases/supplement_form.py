"""What an applicant answers to the request for what is missing: the open questions, words and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from houtskool.assessment import answers
from houtskool.assessment.cases import files_in, gaps, term
from houtskool.assessment.cases.ask_forms import FILES, evidence_for
from houtskool.assessment.cases.question_fields import QUESTION, MoneyField, question_field
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import Case

AMOUNT = "amount"


class AnswerForm(files_in.FilesForm):
    """Each question without an answer is a field, so that what is answered counts for the rules as well."""

    nothing_required = True

    words = forms.CharField(
        label=_("Uw antwoord"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, case: Case, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        for one in gaps.unanswered(case, content):
            # What others gave is asked in words and files: it needs a giver and a day with each amount.
            if one["key"] != facts.DECLARED:
                self.fields[QUESTION + one["key"]] = question_field(one)
        if gaps.amount_missing(case, content):
            self.fields[AMOUNT] = MoneyField(
                label=_("Om hoeveel geld gaat het?"),
                required=False,
                help_text=_("In euro’s. Laat leeg als het niet om geld gaat, of als u het nog niet weet."),
            )
        self._files = self._ask_for_files(content)
        questions = [name for name in self.fields if name.startswith(QUESTION) or name == AMOUNT]
        self.order_fields([*questions, "words", *self._files])

    def _ask_for_files(self, content: Content) -> dict[str, str]:
        """A field for each piece of evidence that the question names, beside that for anything else: the name
        of the field → the key of its criterion.
        """
        asked = term.supplement_of(self.case)
        if asked is None:
            return {"sent": ""}
        named = [
            one for one in gaps.unshown(self.case, content) if gaps.asked_for(asked.missing, one["evidence"])
        ]
        for one in named:
            self.fields[FILES + one["key"]] = files_in.FilesField(
                label=one["evidence"], help_text=evidence_for(one)
            )
        if named:
            self.fields["sent"].label = _("Andere bestanden")
        return {**{FILES + one["key"]: one["key"] for one in named}, "sent": ""}

    def check_files(self) -> None:
        """Say beside each field which of its files cannot be taken."""
        for name in self._files:
            files_in.take(self, name, files_in.check)

    def came(self) -> list[tuple[str, UploadedFile[Any], str]]:
        """Each file that was sent: its name, itself, and the key of its criterion or ""."""
        return [
            (file.name or "", file, criterion)
            for name, criterion in self._files.items()
            for file in self.cleaned_data.get(name) or []
        ]

    def answered(self) -> dict[str, str]:
        """Key of a question → the answer as it is kept; absent where it was left open."""
        return {
            name.removeprefix(QUESTION): value if isinstance(value, str) else answers.kept(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION) and value not in (None, "")
        }

    def amount(self) -> Decimal | None:
        return self.cleaned_data.get(AMOUNT)
