"""Who may make an account, and what it then owns."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from midstance.app.accounts import has_account
from midstance.app.first_account import adopt_runner

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MAY_SIGN_UP = "may_sign_up"


class FirstAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Only the first account can be made from the pages: here, or by the one-time link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        invited = settings.BIND.is_loopback or bool(request.session.get(MAY_SIGN_UP))
        return invited and not has_account()

    def save_user(
        self,
        request: HttpRequest,
        user: "User",
        form: Any,  # noqa: ANN401 - allauth's own form
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's own signature
    ) -> "User":
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            adopt_runner(saved)
            request.session.pop(MAY_SIGN_UP, None)
        return saved
