"""What people hear by mail where there is a mail server."""

from typing import Any

import pytest
from django.core import mail

from tests.factories import PASSWORD, client_of
from waymark.people.models.member import Member


@pytest.mark.parametrize(("has_server", "letters"), [(True, 1), (False, 0)])
def test_tells_a_person_that_their_password_changed(
    owner: Member, settings: Any, *, has_server: bool, letters: int
) -> None:
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = has_server
    new = "a quite different sentence"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client_of(owner).post("/account/password/change/", data)
    assert owner.user is not None
    owner.user.refresh_from_db()
    assert owner.user.check_password(new)
    assert len(mail.outbox) == letters
