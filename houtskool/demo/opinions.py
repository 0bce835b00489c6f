"""What came out of the example's conversations: the one that is over is public, the other has few people."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.deliberation import analysing
from houtskool.deliberation.actions import publishing
from houtskool.process.models import Process

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def build(process: Process, *, manager: User) -> None:
    done, running = process.conversations.order_by("pk")
    analysing.bring_up_to_date(done, at=datetime(2018, 12, 20, 17, 1, tzinfo=AMSTERDAM))
    publishing.publish(done, by=manager, at=datetime(2019, 1, 8, 10, 0, tzinfo=AMSTERDAM))
    analysing.bring_up_to_date(running, at=datetime(2019, 1, 14, 21, 0, tzinfo=AMSTERDAM))
