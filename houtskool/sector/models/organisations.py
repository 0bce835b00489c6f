from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, READS
from houtskool.records.folding import FoldedField
from houtskool.records.personal import Personal
from houtskool.sector.models.municipality import District, Domain
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name
from houtskool.sector.models.vocabulary import StakeholderGroup, Theme

if TYPE_CHECKING:
    from houtskool.accounts.models import User

# A general address often is a person's own: that of an eenmanszaak always.
_REACH = Personal(
    purpose="De organisatie kunnen bereiken over het programma",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Zolang de organisatie in het overzicht staat",
)


class OrganisationQuerySet(NounQuerySet["Organisation"]):
    def without_group(self) -> Self:
        return self.filter(groups=None)

    def without_district(self) -> Self:
        return self.filter(district=None)

    def without_kvk_number(self) -> Self:
        return self.filter(kvk_number="")

    def not_verified_since(self, day: date) -> Self:
        return self.filter(models.Q(last_verified=None) | models.Q(last_verified__lt=day))

    def recognised(self, scheme: str, at: date) -> Self:
        return self.filter(
            pk__in=Recognition.objects.valid(at).filter(scheme=scheme).values("organisation_id")
        )


class Organisation(Noun):
    class LegalForm(models.TextChoices):
        SOLE_TRADER = "eenmanszaak", _("eenmanszaak")
        PARTNERSHIP = "vof", _("vof of maatschap")
        PRIVATE_LIMITED = "bv", _("bv")
        PUBLIC_LIMITED = "nv", _("nv")
        FOUNDATION = "stichting", _("stichting")
        ASSOCIATION = "vereniging", _("vereniging")
        COOPERATIVE = "cooperatie", _("coöperatie")
        PUBLIC_BODY = "overheid", _("overheid")
        RELIGIOUS = "kerkgenootschap", _("kerkgenootschap")
        OTHER = "anders", _("anders")

    legal_form = models.CharField(_("rechtsvorm"), max_length=20, choices=LegalForm, blank=True)
    kvk_number = models.CharField(
        _("KvK-nummer"),
        max_length=8,
        blank=True,
        help_text=_("8 cijfers, ook als het met een 0 begint. Het staat op het uittreksel van de KvK."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("algemeen e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    address = models.CharField(_("adres"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    place = models.CharField(_("plaats"), max_length=100, blank=True)
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("wijk"),
    )
    groups = models.ManyToManyField(
        StakeholderGroup,
        related_name="organisations",
        blank=True,
        limit_choices_to=~models.Q(kind=StakeholderGroup.Kind.TARGET) & models.Q(merged_into=None),
        verbose_name=_("groepen"),
    )
    target_groups = models.ManyToManyField(
        StakeholderGroup,
        related_name="served_by",
        blank=True,
        limit_choices_to={"kind": StakeholderGroup.Kind.TARGET, "merged_into": None},
        verbose_name=_("doelgroepen"),
        help_text=_("Voor wie de organisatie werkt of opkomt."),
    )
    domains = models.ManyToManyField(
        Domain, related_name="organisations", blank=True, verbose_name=_("beleidsdomeinen")
    )
    themes = models.ManyToManyField(
        Theme, related_name="organisations", blank=True, verbose_name=_("thema’s")
    )
    last_verified = models.DateField(_("laatst nagekeken"), null=True, blank=True)
    search_text = FoldedField(of=("name", "external_id", "kvk_number", "place", "postcode"))

    objects = OrganisationQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"email": _REACH, "phone": _REACH, "address": _REACH}

    class Meta(Noun.Meta):
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        constraints = [
            *one_current_per_name("organisation"),
            models.UniqueConstraint(
                fields=["kvk_number"],
                condition=models.Q(merged_into=None) & ~models.Q(kvk_number=""),
                name="one_organisation_per_kvk_number",
            ),
        ]


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def valid(self, at: date) -> Self:
        """Valid on that day; an end or a start that is not known does not count against it."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=at),
            models.Q(valid_until=None) | models.Q(valid_until__gte=at),
        )


class Recognition(models.Model):
    """A recognition (erkenning) that an organisation holds for a time."""

    class Scheme(models.TextChoices):
        CODE = "code", _("Code Sociale Ondernemingen")
        PSO = "pso", _("PSO")
        B_CORP = "b-corp", _("B Corp")
        ANBI = "anbi", _("ANBI")
        OTHER = "other", _("andere erkenning")

    class Level(models.TextChoices):
        """The steps of the Prestatieladder Socialer Ondernemen."""

        ASPIRANT = "aspirant", _("Aspirant")
        BASIS = "basis", _("Basis")
        ONE = "1", _("Trede 1")
        TWO = "2", _("Trede 2")
        THREE = "3", _("Trede 3")
        THIRTY_PLUS = "30+", "30+"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="recognitions", verbose_name=_("organisatie")
    )
    scheme = models.CharField(_("erkenning"), max_length=10, choices=Scheme)
    level = models.CharField(
        _("trede"), max_length=10, choices=Level, blank=True, help_text=_("Alleen bij PSO.")
    )
    valid_from = models.DateField(_("geldig vanaf"), null=True, blank=True)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    source = models.CharField(_("herkomst"), max_length=200, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("erkenning")
        verbose_name_plural = _("erkenningen")
        ordering = ("organisation", "scheme", "valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="") | models.Q(scheme="pso"), name="a_level_belongs_to_pso"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.get_level_display()}".strip()

    def is_valid(self, at: date) -> bool:
        return (self.valid_from or date.min) <= at <= (self.valid_until or date.max)


class EntryLinkQuerySet(models.QuerySet["EntryLink"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class EntryLink(models.Model):
    """A personal link with which an enterprise sees and corrects its own entry, without an account.

    Only the hash of the token is kept: whoever reads the database cannot open the page.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="entry_links", verbose_name=_("organisatie")
    )
    sent_to = models.EmailField(_("verstuurd aan"))
    token_hash = models.CharField(_("hash van de code"), max_length=64, blank=True, db_index=True)
    at = models.DateTimeField(_("gemaakt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    expires_at = models.DateTimeField(_("geldig tot"))
    used_at = models.DateTimeField(_("laatst gebruikt"), null=True)
    revoked_at = models.DateTimeField(_("ingetrokken"), null=True)

    objects = EntryLinkQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "sent_to": Personal(
            purpose="De organisatie haar eigen gegevens laten nakijken",
            ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
            term="Een jaar na het verlopen van de link",
        )
    }

    class Meta:
        verbose_name = _("link naar de eigen gegevens")
        verbose_name_plural = _("links naar de eigen gegevens")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.at:%d-%m-%Y})"

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
