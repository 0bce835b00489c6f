"""A request that says it is too large gets a clear answer before anything of it is read."""

from __future__ import annotations

import io

from django.test import Client, RequestFactory
from django.urls import reverse

from houtskool.web.bodies import refuse_large


class NeverRead(io.RawIOBase):
    """A body of which reading a byte is a failure."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        raise AssertionError("the body was read")


def upload(client: Client, size: int):
    return client.generic(
        "POST",
        reverse("records:import-new", args=["organisations"]),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size),
        **{"wsgi.input": NeverRead()},
    )


def test_an_upload_of_200_mb_is_refused_unread_with_what_to_do(world):
    response = upload(world.as_(world.bob), 200 * 1024**2)
    html = response.content.decode()
    assert response.status_code == 413
    assert "Wat u stuurde is 200 MB; het mag hoogstens 100 MB zijn." in html
    assert "Splits een rekenblad in delen" in html
    assert f'<a href="{reverse("records:import-new", args=["organisations"])}">' in html


def test_who_did_not_sign_in_cannot_send_it_either(db):
    assert upload(Client(), 200 * 1024**2).status_code == 413


def test_what_is_small_enough_and_a_length_that_makes_no_sense_go_on():
    asked = []
    answer = refuse_large(lambda request: asked.append(request))
    for length in ("", "10", "veel", str(100 * 1024**2)):
        answer(RequestFactory().get("/", CONTENT_LENGTH=length))
    assert len(asked) == 4
