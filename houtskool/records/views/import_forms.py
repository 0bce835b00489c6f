"""The forms of an import: the file, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from houtskool.records import importing, spreadsheet
from houtskool.records.importing import ID, OWN, Kind

SKIP = ""
_SAMPLE = 100


class FileForm(forms.Form):
    file = forms.FileField(
        label=_l("Rekenblad"),
        help_text=_l(
            "XLSX, ODS of CSV, met kolomtitels in de eerste rij. Hoogstens 100 MB en 200.000 rijen. Meer dan "
            "500 rijen worden op de achtergrond ingelezen; u ziet hoever het is."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.txt"}),
    )


class ColumnsForm(forms.Form):
    """Per column of the file: which field it holds, or none."""

    def __init__(
        self,
        data: Any,
        *,
        kind: Kind,
        sheet: spreadsheet.Sheet,
        mapping: dict[int, str],
        chosen: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.kind, self.sheet = kind, sheet
        for choice in kind.choices:
            offered = choice.offered()
            if len(offered) > 1:  # else there is nothing to choose
                self.fields[f"choice-{choice.name}"] = forms.ChoiceField(
                    label=choice.label,
                    help_text=choice.help,
                    choices=offered,
                    required=False,
                    initial=chosen.get(choice.name, offered[0][0]),
                )
        offered = [(SKIP, _("sla over")), (ID, _("id (nummer in Houtskool)"))]
        offered += [(OWN, _("bewaar als eigen kolom"))] if kind.own else []
        offered += [(column.name, column.title) for column in kind.columns()]
        sample, _place = sheet.take(0, _SAMPLE)
        for index, title in enumerate(sheet.titles):
            examples = [row[index] for _number, row in sample if row[index]][:3]
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=title or _("Kolom %(number)s (zonder titel)") % {"number": index + 1},
                choices=offered,
                required=False,
                initial=mapping.get(index, SKIP),
                # The part that draws help takes it as HTML; these words come from a stranger's file.
                help_text=escape(_examples(examples)),
            )

    def chosen(self) -> dict[str, str]:
        names = (choice.name for choice in self.kind.choices)
        answers = {name: self.cleaned_data.get(f"choice-{name}", "") for name in names}
        return {name: answer for name, answer in answers.items() if answer}

    def mapping(self) -> dict[int, str]:
        names = ((index, self.cleaned_data[f"column-{index}"]) for index in range(len(self.sheet.titles)))
        return {index: name for index, name in names if name}

    def clean(self) -> dict[str, Any]:
        importing.check_mapping(self.kind, self.mapping())
        return self.cleaned_data


def _examples(cells: list[str]) -> str:
    if not cells:
        return _("In de eerste rijen is deze kolom leeg.")
    return _("Bijvoorbeeld: %(cells)s") % {"cells": " · ".join(cell[:60] for cell in cells)}
