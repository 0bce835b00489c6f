"""The United Nations' sustainable development goals, as the Netherlands names them (sdgnederland.nl)."""

from django.utils.translation import gettext_lazy as _

SUSTAINABLE_GOALS = {
    1: _("Geen armoede"),
    2: _("Geen honger"),
    3: _("Goede gezondheid en welzijn"),
    4: _("Kwaliteitsonderwijs"),
    5: _("Gendergelijkheid"),
    6: _("Schoon water en sanitair"),
    7: _("Betaalbare en duurzame energie"),
    8: _("Waardig werk en economische groei"),
    9: _("Industrie, innovatie en infrastructuur"),
    10: _("Ongelijkheid verminderen"),
    11: _("Duurzame steden en gemeenschappen"),
    12: _("Verantwoorde consumptie en productie"),
    13: _("Klimaatactie"),
    14: _("Leven in het water"),
    15: _("Leven op het land"),
    16: _("Vrede, justitie en sterke publieke diensten"),
    17: _("Partnerschap om doelstellingen te bereiken"),
}
