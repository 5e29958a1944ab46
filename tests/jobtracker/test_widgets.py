"""Our own templates of widgets give what Django's give."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates


class StageForm(forms.Form):
    stage = forms.ChoiceField(
        choices=[("", "Any"), ("1", "<Applied> & more"), ("Later", [("2", "Offer"), (3, "It's over")])]
    )


@pytest.mark.parametrize("chosen", ["", "1", "3", "<none>"])
def test_select_is_as_djangos_own(chosen):
    ours, theirs = StageForm({"stage": chosen}), StageForm({"stage": chosen}, renderer=DjangoTemplates())

    shown, expected = str(ours["stage"]), str(theirs["stage"])

    assert shown == "".join(line.strip() for line in expected.splitlines())
    assert shown != expected  # it is ours
