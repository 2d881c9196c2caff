"""The forms of allauth in the words of this app."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):  # type: ignore[misc] # allauth ships no types
    """Name, password, and whether this browser stays logged in."""

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 # allauth's own
        super().__init__(*arguments, **more)
        self.fields["remember"].label = _("Remember me")
