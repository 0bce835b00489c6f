"""Where parts of a document begin: small invented documents, one rule each."""

import pytest

from houtskool.kernel.note import read_note

# As a word processor's file is read: a paragraph a line, a table row a line with tabs, no blank lines.
CLOSE = """Raadsinformatiebrief
Onderwerp\tBibliotheken in de wijk
Datum\t6 maart 2023
Eerdere besluiten
{mark}Kadernota bibliotheken en buurthuizen in de wijk (2021/7788), gemeenteraad, 8 juli 2021
{mark}Verordening op de bibliotheken en de leeszalen (2022/1090), gemeenteraad, 9 juni 2022
Planning
Wanneer\tWat
12 april 2023\tStartbijeenkomst met bewoners
Q3 2023\tTussenrapportage aan de raad
Communicatie
Wij plaatsen een bericht op de website.
"""


@pytest.mark.parametrize("mark", ["- ", "• ", ""])
def test_a_title_behind_a_long_item_of_a_list_begins_a_section(mark):
    told = read_note(CLOSE.format(mark=mark))
    assert [one.title for one in told.sections] == ["Planning", "Communicatie"]
    assert [(one.period.text, one.what) for one in told.schedule] == [
        ("12 april 2023", "Startbijeenkomst met bewoners"), ("Q3 2023", "Tussenrapportage aan de raad"),
    ]  # fmt: skip
    assert {one.number for one in told.earlier_decisions} == {"2021/7788", "2022/1090"}


def test_a_word_on_the_next_line_of_an_item_is_no_title():
    text = CLOSE.format(mark="- ").replace("gemeenteraad, 9 juni 2022", "vastgesteld samen met de")
    told = read_note(text)
    assert "Planning" not in [one.title for one in told.sections]
