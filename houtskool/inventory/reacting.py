"""A reaction to something that is still a draft, given by a link: what every room asks and keeps alike."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.inventory.actions import contributions
from houtskool.inventory.forms import HintedForm
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.process.models.periods import local_day
from houtskool.sector.models import Contact, StakeholderGroup
from houtskool.web.language import Text


class ReactionForm(HintedForm):
    """Words and what may be done with them; asks about personal data before anything is kept.

    `label`: the question; `own`: the name of whoever writes, which is no third person's.
    """

    hinted = ("words",)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)
    consent = forms.ChoiceField(
        label=_("Hoe mogen wij uw woorden gebruiken?"),
        choices=Contribution.Consent.choices,
        widget=forms.RadioSelect,
        initial=Contribution.Consent.AGGREGATE,
        help_text=_(
            "U kunt dit later wijzigen, of uw woorden intrekken. Wat al verstuurd is, halen wij niet terug."
        ),
    )

    class Meta:
        model = Contribution
        fields = ("words", "consent")

    def __init__(self, *args: Any, process: Process, label: str | Text, own: str, **kwargs: Any) -> None:
        begun = Contribution(process=process, kind=Contribution.Kind.REACTION)
        super().__init__(*args, instance=begun, **kwargs)
        self.fields["words"].label = label
        self.own = own

    def own_name(self) -> str:
        return self.own


def keep(
    process: Process,
    *,
    words: str,
    consent: str,
    place: str,
    contact: Contact | None,
    group: StakeholderGroup | None,
    via: str,
    at: datetime,
    email: str = "",
    kept_hints: Collection[str] = (),
) -> Contribution:
    """The reaction word for word, as a contribution of whoever the link is of.

    `place` and `via` are stored, so in Dutch. `email`: of somebody who is no contact and hears what becomes
    of it. `kept_hints`: what looks like personal data and may stay, as whoever wrote it chose.
    """
    return contributions.add_said(
        Contribution(
            process=process,
            kind=Contribution.Kind.REACTION,
            words=words,
            group=group,
            consent=consent,
            kept_hints=list(kept_hints),
            place=place[:200],
            said_on=local_day(at),
        ),
        contact=contact,
        email=email,
        anyhow=True,
        wants_mail=contact.may_be_mailed if contact is not None else bool(email),
        by=None,
        at=at,
        via=via,
    )
