import pytest

from houtskool.process.models import Gathering, Process, Table
from houtskool.records import secret_links
from houtskool.records.secret_links import find, token


@pytest.fixture
def table(db):
    process = Process.objects.create(title="Actieprogramma")
    gathering = Gathering.objects.create(process=process, title="Werksessie")
    return Table.objects.create(gathering=gathering, name="Inkoop")


def test_a_link_opens_the_row_that_it_was_made_for_and_no_other(table):
    other = Table.objects.create(gathering=table.gathering, name="Financiering")
    assert find(Table.objects, token(table, "notes"), "notes") == table
    swapped = token(table, "notes").replace(f"{table.pk}-", f"{other.pk}-", 1)
    assert find(Table.objects, swapped, "notes") is None


def test_a_link_for_one_purpose_does_not_open_another(table):
    assert find(Table.objects, token(table, "notes"), "results") is None


def test_a_new_key_withdraws_the_links_that_went_out_before(table):
    before = token(table, "notes")
    table.link_key = secret_links.new_key()
    table.save()
    assert find(Table.objects, before, "notes") is None
    assert find(Table.objects, token(table, "notes"), "notes") == table


def test_a_link_made_with_the_former_server_key_works_as_long_as_that_key_is_kept(table, settings):
    before, former = token(table, "notes"), settings.SECRET_KEY
    settings.SECRET_KEY = "een nieuwe sleutel"
    assert find(Table.objects, before, "notes") is None
    settings.SECRET_KEY_FALLBACKS = [former]
    assert find(Table.objects, before, "notes") == table


@pytest.mark.parametrize("junk", ["", "-", "1", "1-", "a-b", "٣-x", "9" * 30 + "-x", "1-" + "x" * 500])
def test_what_is_no_link_opens_nothing(db, junk):
    assert find(Table.objects, junk, "notes") is None
