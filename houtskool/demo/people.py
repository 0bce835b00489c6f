"""One invented person per role; everyone of the example signs in with the same, once-made password."""

EXAMPLE_USERS = [
    ("beheerder@voorbeeld.example", "Bas Beheerder", "beheerder"),
    ("programma@voorbeeld.example", "Petra van den Berg", "programmamanager"),
    ("begeleider@voorbeeld.example", "Bo Stadsgarage", "procesbegeleider"),
    ("kerngroep@voorbeeld.example", "Karim Kerngroep", "kerngroep"),
    ("ambtenaar@voorbeeld.example", "Anna Economie", "ambtenaar"),
    ("mandaat@voorbeeld.example", "Mo de Groot", "mandaathouder"),
    ("griffier@voorbeeld.example", "Gwen Griffie", "griffier"),
    ("raadslid@voorbeeld.example", "Rik Raadslid", "raadslid"),
    ("deelnemer@voorbeeld.example", "Dina Deelnemer", "deelnemer"),
]

# A second official, so that three people assess a request.
SECOND_OFFICIAL = ("meedoen@voorbeeld.example", "Salma Meedoen", "ambtenaar")
