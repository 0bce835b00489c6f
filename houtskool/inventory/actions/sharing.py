"""Sharing the report of a gathering: frozen as it was, sent to groups, opened by their link."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.documents import content_hash, to_json
from houtskool.inventory import quotes
from houtskool.inventory.models import Report, ReportLink
from houtskool.inventory.report import report_of
from houtskool.process import replying
from houtskool.process.models import Gathering, Sharing
from houtskool.process.models.periods import local_day
from houtskool.records import journal, post, secret_links
from houtskool.records.models import Mail
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, StakeholderGroup

READ = "read"


def recipients(group: StakeholderGroup) -> Sequence[Contact]:
    """Whom of a group the report is mailed to: who has an address and wants e-mail."""
    return list(Contact.objects.mailable().filter(groups=group))


@transaction.atomic
def share(gathering: Gathering, groups: Collection[StakeholderGroup], *, by: User, at: datetime) -> Report:
    """Freeze the report as it is now, and mail each group's people the link to it.

    A group without anybody to mail is kept as having received it in another way: with no recipients.
    Raises ValidationError when no group is chosen.
    """
    if not groups:
        raise ValidationError(_("Kies minstens één groep om het verslag mee te delen."))
    replying.lock(gathering)
    document = quotes.fixed(report_of(gathering, local_day(at)), at=at)
    report = Report.objects.create(
        gathering=gathering, content=to_json(document), sha256=content_hash(document), at=at, by=by
    )
    journal.record(Verb.SENT, report, by=by, at=at, after={"sha256": report.sha256})
    for group in groups:
        people = recipients(group)
        sharing = Sharing.objects.create(
            gathering=gathering, group=group, at=at, by=by, recipients=len(people)
        )
        journal.created(sharing, by=by, at=at)
        link = ReportLink.objects.create(report=report, sharing=sharing)
        for contact in people:
            post.send(
                template="inventory/mail/report",
                to=contact.email,
                at=at,
                about=link,
                compose=letter,
                by=by,
                reply_to=by.email,
            )
    return report


def letter(link: ReportLink | None, at: datetime) -> post.Letter | None:
    """The e-mail with the link to the report; none when the sharing was taken back or its link closed."""
    if link is None or link.closed_at is not None:
        return None
    return post.Letter({"report": link.report, "gathering": link.report.gathering, "url": address(link)})


def address(link: ReportLink) -> str:
    """The absolute address at which the group reads the report."""
    return post.address(reverse("inventory:shared-report", args=[secret_links.token(link, READ)]))


def receipts(gathering: Gathering) -> Iterator[tuple[Sharing, ReportLink | None, list[Mail]]]:
    """Who received what, when: each sharing with its link and the e-mails that went out for it."""
    sharings = gathering.sharings.select_related("group", "by", "report_link__report")
    mails: dict[str, list[Mail]] = {}
    for mail in Mail.objects.about(*ReportLink.objects.filter(sharing__gathering=gathering)):
        mails.setdefault(mail.object_id, []).append(mail)
    for sharing in sharings:
        link = getattr(sharing, "report_link", None)
        yield sharing, link, mails.get(str(link.pk), []) if link else []


@transaction.atomic
def close(link: ReportLink, *, by: User, at: datetime) -> None:
    """The link that went out no longer opens the report; a message that still waits is not sent."""
    journal.take_turn()
    row = ReportLink.objects.select_for_update().get(pk=link.pk)
    if row.closed_at is None:
        with journal.change(row, by=by, at=at, verb=Verb.WITHDRAWN):
            row.link_key, row.closed_at = secret_links.new_key(), at
            row.save()
