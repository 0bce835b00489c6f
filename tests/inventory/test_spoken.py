"""The coverage view counts what groups said, and each number leads to as many contributions."""

from __future__ import annotations

import re

from django.urls import reverse

from houtskool.inventory.models import Contribution
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.sector import actions as sector


def test_the_coverage_view_leads_to_what_each_group_said(world):
    process = process_actions.add(Process(title="Actieprogramma"), by=world.alice, at=world.at)
    buyers = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    given = [
        Contribution.objects.create(process=process, words=f"Kleine percelen {n}", group=group, at=world.at)
        for n, group in enumerate((buyers, buyers, None))
    ]
    double = Contribution.objects.create(process=process, words="Ook", group=buyers, at=world.at)
    Contribution.objects.filter(pk=double.pk).update(merged_into=given[0], state=Contribution.State.MERGED)
    client = world.as_(world.bob)
    page = client.get(reverse("process:coverage", args=[process.pk])).content.decode()
    row = page.split("inkopers</a>")[1].split("</tr>")[0]
    assert "gehoord" in row
    path, number = re.findall(r'<a href="(/inbreng/[^"]+)">(\d+)</a>', row)[0]
    assert number == "2"
    listed = client.get(path.replace("&amp;", "&"))
    assert listed.context["page"].paginator.count == 2
