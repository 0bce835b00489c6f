"""The United Nations' sustainable development goals, as the Netherlands names them (sdgnederland.nl)."""

SUSTAINABLE_GOALS = {
    1: "Geen armoede",
    2: "Geen honger",
    3: "Goede gezondheid en welzijn",
    4: "Kwaliteitsonderwijs",
    5: "Gendergelijkheid",
    6: "Schoon water en sanitair",
    7: "Betaalbare en duurzame energie",
    8: "Waardig werk en economische groei",
    9: "Industrie, innovatie en infrastructuur",
    10: "Ongelijkheid verminderen",
    11: "Duurzame steden en gemeenschappen",
    12: "Verantwoorde consumptie en productie",
    13: "Klimaatactie",
    14: "Leven in het water",
    15: "Leven op het land",
    16: "Vrede, justitie en sterke publieke diensten",
    17: "Partnerschap om doelstellingen te bereiken",
}
