"""What the import page asks for."""

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _


class FolderForm(forms.Form):
    """A folder of this machine that is looked into for new files."""

    folder = forms.CharField(
        label=_("Folder on this machine"),
        help_text=_("For example the folder your watch or phone copies its files to."),
        max_length=1000,
        strip=True,
    )
    keep_watching = forms.BooleanField(
        label=_("Look here for new files from now on"), required=False
    )

    def clean_folder(self) -> str:
        folder = Path(self.cleaned_data["folder"]).expanduser()
        if "\0" in str(folder) or not folder.is_absolute():
            raise forms.ValidationError(
                _("Write the whole path, from the first folder on, like /Users/you/Runs.")
            )
        if not folder.is_dir():
            raise forms.ValidationError(
                _("There is no such folder on this machine. Check the spelling.")
            )
        return str(folder)
