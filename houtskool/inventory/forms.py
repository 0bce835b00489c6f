"""The form for a contribution, for staff and for anybody; it asks about personal data before it is kept."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.inventory import hints
from houtskool.inventory.hints import Hint
from houtskool.inventory.models import Contribution
from houtskool.process.models import Gathering, Process, SourceDocument, Table
from houtskool.records.edited_form import EditedForm
from houtskool.sector.models import Contact, StakeholderGroup
from houtskool.web.forms import DayField

GONE, STAYS = "weg", "blijft"
_HINT = "hint-"
CONSENTS = [
    (
        Contribution.Consent.QUOTE,
        gettext_lazy("Citeren met naam: de woorden en de naam mogen in stukken en op pagina’s staan."),
    ),
    (
        Contribution.Consent.PSEUDONYM,
        gettext_lazy("Citeren zonder naam: de woorden mogen er staan, met de groep of een schuilnaam erbij."),
    ),
    (
        Contribution.Consent.AGGREGATE,
        gettext_lazy("Alleen meetellen: alleen wie het programma maakt, leest de woorden."),
    ),
]
CONSENT_HELP = gettext_lazy(
    "Dit kan altijd anders, of worden ingetrokken; dat werkt meteen op elke pagina en in elk stuk dat daarna "
    "wordt opgehaald. Stukken die al verstuurd of geprint zijn, kunnen wij niet terughalen."
)


class HintedForm(forms.ModelForm[Contribution]):
    """Asks, per piece of what seems to be personal data, whether it goes or stays, before anything is kept.

    The choices come back with the form, so that they are made once; what may stay is remembered with the row.
    """

    hinted: tuple[str, ...] = ("title", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[Hint] = []

    def own_name(self) -> str:
        """Whoever names oneself is no third person."""
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        known = hints.known_names()
        texts = [cleaned.get(name) or "" for name in self.hinted]
        found = hints.find(*texts, kept=self.instance.kept_hints, known=known, own=self.own_name())
        if not found:
            return cleaned
        choices = {hint: self.data.get(self.add_prefix(_field(hint)), "") for hint in found}
        undecided = [hint for hint, choice in choices.items() if choice not in (GONE, STAYS)]
        for hint, choice in choices.items():
            self._ask(hint, choice)
        # Beside the words that they are about.
        first = list(self.fields).index("words") + 1
        others = [name for name in self.fields if not name.startswith(_HINT)]
        self.order_fields([*others[:first], *map(_field, found), *others[first:]])
        self.asked = found if undecided else []
        if undecided:
            self.add_error(
                None,
                _(
                    "In de tekst staan misschien persoonsgegevens. "
                    "Kies hieronder per gegeven: haal weg of laat staan."
                ),
            )
            return cleaned
        gone = {hint.text for hint, choice in choices.items() if choice == GONE}
        for name in self.hinted:
            if gone and cleaned.get(name):
                cleaned[name] = hints.without(cleaned[name], gone, known=known)
        stays = [hint.text for hint, choice in choices.items() if choice == STAYS]
        self.instance.kept_hints = [*self.instance.kept_hints, *stays]
        return cleaned

    def _ask(self, hint: Hint, choice: str) -> None:
        name = _field(hint)
        self.fields[name] = forms.ChoiceField(
            label=_("%(what)s: ‘%(text)s’") % {"what": hint.label.capitalize(), "text": hint.text},
            choices=[(GONE, _("Haal weg")), (STAYS, _("Laat staan"))],
            widget=_Choice,
            initial=choice,
        )

    def marked(self) -> list[tuple[str, bool]]:
        """The words in pieces, each with whether a choice is asked about it."""
        text, pieces = str(self.data.get(self.add_prefix("words"), "")), [hint.text for hint in self.asked]
        if not pieces:
            return []
        pattern = re.compile("|".join(re.escape(piece) for piece in sorted(pieces, key=len, reverse=True)))
        done, parts = 0, []
        for found in pattern.finditer(text):
            parts += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
        return [(part, hit) for part, hit in [*parts, (text[done:], False)] if part]


class _Choice(forms.RadioSelect):
    """Not demanded by the browser: who takes the data out of the words by hand has nothing left to choose."""

    def use_required_attribute(self, initial: object) -> bool:
        return False


def _field(hint: Hint) -> str:
    return _HINT + hashlib.sha256(f"{hint.kind}:{hint.text}".encode()).hexdigest()[:12]


class ContributionForm(HintedForm, EditedForm):
    """For who keeps the inventory. Who said it is a contact, or a name and perhaps an address."""

    said_on = DayField(label=gettext_lazy("Gezegd op"), required=False)
    contact = forms.ModelChoiceField(
        Contact.objects.filter(merged_into=None),
        label=gettext_lazy("Contact"),
        required=False,
        empty_label=gettext_lazy("geen contact uit het overzicht"),
    )
    name = forms.CharField(label=gettext_lazy("Of een naam"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mailadres"), required=False)
    pseudonym = forms.CharField(
        label=gettext_lazy("Schuilnaam"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Hoe deze persoon heet waar de eigen naam niet mag staan."),
    )
    # Nobody reads these any more once the words were withdrawn; consent hides them on the page too.
    withdrawn = ("words", "title", "place", "external_id", "consent")

    class Meta:
        model = Contribution
        fields = (
            *("words", "title", "kind", "gathering", "table", "document", "place", "said_on"),
            *("group", "consent", "external_id"),
        )
        labels = {
            "words": gettext_lazy("De woorden, zoals ze gezegd of geschreven zijn"),
            "title": gettext_lazy("Titel"),
            "group": gettext_lazy("Groep"),
            "place": gettext_lazy("Waar in het gesprek of document"),
            "external_id": gettext_lazy("Eigen nummer"),
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.instance.process = process
        self.fields["kind"].required = False
        consent = self.fields["consent"]
        consent.widget = forms.RadioSelect(choices=CONSENTS)
        consent.help_text = CONSENT_HELP
        for name, rows in (
            ("gathering", Gathering.objects.filter(process=process)),
            ("table", Table.objects.filter(gathering__process=process).select_related("gathering")),
            ("document", SourceDocument.objects.filter(process=process).defer("text")),
            ("group", StakeholderGroup.objects.all().current()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset, field.empty_label = rows, _("onbekend")
            if not rows.exists():
                del self.fields[name]
        if "table" in self.fields:
            self.fields["table"].label_from_instance = (  # type: ignore[attr-defined]  # a choice of rows
                lambda table: f"{table.gathering}: {table}"
            )
        if self.instance.pk is not None:
            for name in ("contact", "name", "email", "pseudonym"):
                del self.fields[name]
        if self.instance.withdrawn_at is not None:
            for name in self.withdrawn:
                del self.fields[name]

    def remembered(self) -> list[str]:
        if self.instance.withdrawn_at is None:
            return [*self.fields, "kept_hints"]
        return [name for name in self.fields if name not in self.withdrawn]

    def own_name(self) -> str:
        contact = self.cleaned_data.get("contact")
        return str(contact or self.cleaned_data.get("name") or self.instance.contributor or "")


class PublicForm(HintedForm):
    """For anybody, without an account. Name and address may stay empty."""

    words = forms.CharField(
        label=gettext_lazy("Wat wilt u meegeven?"),
        help_text=gettext_lazy("Een idee, een behoefte, iets wat u tegenhoudt, of iets wat u kunt bieden."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Namens wie spreekt u?"),
        required=False,
        empty_label=gettext_lazy("dat zeg ik liever niet"),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Wat mag er met uw woorden?"),
        help_text=gettext_lazy(
            "U kunt dit later wijzigen of intrekken; dat werkt meteen, op elke pagina en in elk stuk dat "
            "daarna wordt opgehaald. Stukken die al verstuurd of geprint zijn, kunnen wij niet terughalen."
        ),
        choices=[
            (
                Contribution.Consent.QUOTE,
                gettext_lazy("U mag mij citeren, met mijn naam erbij als ik die geef."),
            ),
            (Contribution.Consent.PSEUDONYM, gettext_lazy("U mag mij citeren, zonder mijn naam.")),
            (
                Contribution.Consent.AGGREGATE,
                gettext_lazy("Tel het alleen mee. Alleen wie het programma maakt, leest mijn woorden."),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Contribution.Consent.AGGREGATE,
    )
    name = forms.CharField(
        label=gettext_lazy("Uw naam"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        required=False,
        help_text=gettext_lazy("Dan mailen wij u de link waarmee u ziet wat er met uw inbreng gebeurt."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_mail = forms.BooleanField(
        label=gettext_lazy("Mail mij als er iets met mijn inbreng gebeurt"), required=False
    )

    hinted = ("words",)

    class Meta:
        model = Contribution
        fields = ("words", "kind", "group", "consent")
        labels = {"kind": gettext_lazy("Wat voor inbreng is het?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = StakeholderGroup.objects.all().current().stakeholders()
        self.fields["kind"].required = False

    def own_name(self) -> str:
        return self.cleaned_data.get("name") or ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("wants_mail") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul uw e-mailadres in, of haal het vinkje bij ‘Mail mij’ weg."))
        return cleaned
