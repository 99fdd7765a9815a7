"""Users of the staff pages."""

import secrets

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from domain.refused import Refused
from domain.text import required

_NAME_LIMIT = 150


@transaction.atomic
def add_user(name: str, password: str | None = None) -> str:
    """Add a user and return the password: the one given, or one made of 96 random bits.

    Raises Refused `user_exists`, `password_weak`, or what domain.text refuses.
    """
    name = required(name, field="name", limit=_NAME_LIMIT)
    if User.objects.filter(username=name).exists():
        raise Refused("user_exists", user=name)
    chosen = secrets.token_urlsafe(12) if password is None else password
    user = User(username=name, is_staff=True)
    try:
        validate_password(chosen, user)
    except ValidationError:
        raise Refused("password_weak") from None
    user.set_password(chosen)
    user.save()
    return chosen
