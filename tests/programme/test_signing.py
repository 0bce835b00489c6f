"""An agreement has two sides, and both say yes."""

from __future__ import annotations

from django.urls import reverse

from houtskool.programme.models import Measure
from houtskool.records.models import JournalEntry
from houtskool.sector.models import Organisation


def sign(world, measure, **fields):
    client = world.as_(world.alice)
    return client.post(reverse("programme:sign", args=[measure.pk]), fields, follow=True).content.decode()


def test_who_said_yes_for_the_partner_and_when_is_kept(world, plan):
    partner = Organisation.objects.create(name="Restlab")
    measure = plan.measure("Catering", kind="agreement")
    said = {"counterpart": partner.pk, "counterpart_signed_by": "N. Bakker"}
    text = sign(world, measure, **said, counterpart_signed_on="2019-01-10")
    assert "Nog niet beide kanten zijn akkoord." in text
    assert "de partner is akkoord, de gemeente nog niet" in text
    text = sign(world, measure, **said, counterpart_signed_on="2019-01-10", city_signed_on="2019-01-11")
    assert "Beide kanten zijn akkoord." in text
    measure.refresh_from_db()
    assert (measure.is_signed, measure.counterpart_signed_by) == (True, "N. Bakker")
    assert "counterpart_signed_on" in JournalEntry.objects.about(measure).order_by("-number")[1].changes


def test_a_yes_needs_a_partner_a_name_and_a_day_that_has_come(world, plan):
    measure = plan.measure("Catering", kind="agreement")
    text = sign(world, measure, counterpart_signed_on="2019-01-10", city_signed_on="2099-01-01")
    assert "Kies met wie de afspraak is." in text
    assert "Vul in wie ja zei namens de partner." in text
    assert "Deze dag moet nog komen." in text
    assert Measure.objects.get().counterpart_signed_on is None


def test_only_an_agreement_is_signed(world, plan):
    measure = plan.measure("Eén loket")
    assert world.as_(world.alice).get(reverse("programme:sign", args=[measure.pk])).status_code == 404
