"""How a device is known again without an account: a secret in its cookie, of which the rows keep a digest.

The cookie is of one conversation, so that no two can be laid beside each other, and its name says which. It
is sent to /stemmen/ only: the same conversation may have several doors, and a device that comes in by two of
them is one participant.
"""

from __future__ import annotations

import ipaddress
import secrets
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from houtskool.deliberation.models import Conversation, Participant
from houtskool.web import open_doors

PATH = "/stemmen/"
_AGE = 180 * 24 * 60 * 60
# A thumb is not faster; what waited on a device comes in one request.
PER_DEVICE = 120
# A twentieth of what a network may ask in a minute may be a new device.
_JOINS = 20


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def secret_of(request: HttpRequest, conversation: Conversation) -> str:
    """The secret that the device brought; "" when it was not here before."""
    return request.COOKIES.get(_name(conversation), "")


def digest(secret: str, conversation: Conversation, key: str | bytes = "") -> str:
    """What the row keeps: the server's key is needed to make it again, so the table alone tells nothing."""
    made = salted_hmac(
        "deliberation.device",
        f"{conversation.pk}:{secret}",
        secret=key or settings.SECRET_KEY,
        algorithm="sha256",
    )
    return made.hexdigest()


def find(request: HttpRequest, conversation: Conversation) -> Participant | None:
    """The participant that this device is in this conversation."""
    secret = secret_of(request, conversation)
    if not secret:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [digest(secret, conversation, key) for key in keys]
    found = Participant.objects.filter(conversation=conversation, device__in=digests).first()
    if found is not None:
        found.conversation = conversation
    return found


def remember(response: HttpResponse, conversation: Conversation, secret: str) -> None:
    response.set_cookie(
        _name(conversation),
        secret,
        max_age=_AGE,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def network(request: HttpRequest, conversation: Conversation) -> str:
    """A digest of where the device is, good for telling two networks apart until the conversation closes."""
    if not conversation.network_key:
        return ""
    made = salted_hmac(
        "deliberation.network", f"{conversation.network_key}:{_near(request)}", algorithm="sha256"
    )
    return made.hexdigest()


def asks_too_often(request: HttpRequest, conversation: Conversation, at: datetime) -> bool:
    """Count one request to vote, of the device and of its network; whether either is one too many."""
    now, counts = minute(at), caches["voting"]
    device = digest(secret_of(request, conversation), conversation)
    often = open_doors.too_often(counts, f"device:{device}", now, most=PER_DEVICE)
    return open_doors.too_often(counts, _who(request), now, most=settings.VOTING_PER_NETWORK) or often


def joins_too_often(request: HttpRequest, at: datetime) -> bool:
    """Count one new device of this network; whether that is one too many."""
    most = settings.VOTING_PER_NETWORK // _JOINS
    return open_doors.too_often(caches["voting"], f"join:{_who(request)}", minute(at), most=most)


def minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def _who(request: HttpRequest) -> str:
    return salted_hmac("deliberation.often", _near(request), algorithm="sha256").hexdigest()


def _near(request: HttpRequest) -> str:
    """The address of the network; of IPv6 the half that a household or office shares."""
    adapter: Any = get_adapter(request)
    try:
        address = ipaddress.ip_address(adapter.get_client_ip(request) or "")
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _name(conversation: Conversation) -> str:
    return f"stem-{conversation.pk}"
