"""Periods as people write them. Seen from 6 November 2018 unless a test says otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.vaguedate import Period, find, leading, mentions, parse

AT = date(2018, 11, 6)


def days(words: str, at: date | None = AT) -> tuple[str | None, str | None]:
    period = parse(words, at=at)
    return period.start and period.start.isoformat(), period.end and period.end.isoformat()


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("begin 2019", "2019-01-01", "2019-03-31"),
        ("medio 2019", "2019-05-01", "2019-08-31"),
        ("eind 2019", "2019-10-01", "2019-12-31"),
        ("voorjaar 2019", "2019-03-01", "2019-05-31"),
        ("lente van 2019", "2019-03-01", "2019-05-31"),
        ("zomer 2019", "2019-06-01", "2019-08-31"),
        ("najaar van 2019", "2019-09-01", "2019-11-30"),
        ("winter 2019", "2019-12-01", "2020-02-29"),
        ("winter 2019-2020", "2019-12-01", "2020-02-29"),
        ("eerste kwartaal 2015", "2015-01-01", "2015-03-31"),
        ("vierde kwartaal van 2022", "2022-10-01", "2022-12-31"),
        ("4e kwartaal 2019", "2019-10-01", "2019-12-31"),
        ("Q4 2022", "2022-10-01", "2022-12-31"),
        ("2022-Q4", "2022-10-01", "2022-12-31"),
        ("tweede helft van 2020", "2020-07-01", "2020-12-31"),
        ("het eerste half jaar van 2020", "2020-01-01", "2020-06-30"),
        ("juni 2016", "2016-06-01", "2016-06-30"),
        ("november '18", "2018-11-01", "2018-11-30"),
        ("begin juli 2024", "2024-07-01", "2024-07-10"),
        ("medio juni 2019", "2019-06-11", "2019-06-20"),
        ("eind februari 2020", "2020-02-21", "2020-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("in de loop van 2019", "2019-01-01", "2019-12-31"),
        ("week 12 van 2020", "2020-03-16", "2020-03-22"),
        ("schooljaar 2019-2020", "2019-08-01", "2020-07-31"),
    ],
)
def test_a_period_with_its_year_needs_no_date_to_be_seen_from(words, start, end):
    assert days(words, at=None) == (start, end)


@pytest.mark.parametrize(
    "words",
    [
        "6 november 2018",
        "6 nov. 2018",
        "dinsdag 6 november 2018",
        "06-11-2018",
        "6/11/2018",
        "6.11.2018",
        "2018-11-06",
        "6-11-'18",
    ],
)
def test_a_day_can_be_written_in_many_ways(words):
    assert days(words, at=None) == ("2018-11-06", "2018-11-06")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("juli jl.", "2018-07-01", "2018-07-31"),
        ("Oktober jl.", "2018-10-01", "2018-10-31"),
        ("november jl.", "2017-11-01", "2017-11-30"),
        ("3 november jongstleden", "2018-11-03", "2018-11-03"),
        ("afgelopen zomer", "2018-06-01", "2018-08-31"),
        ("1 mei a.s.", "2019-05-01", "2019-05-01"),
        ("komend najaar", "2019-09-01", "2019-11-30"),
        ("dit voorjaar", "2018-03-01", "2018-05-31"),
        ("dit jaar", "2018-01-01", "2018-12-31"),
        ("begin volgend jaar", "2019-01-01", "2019-03-31"),
        ("zomer van volgend jaar", "2019-06-01", "2019-08-31"),
        ("volgende maand", "2018-12-01", "2018-12-31"),
        ("volgend kwartaal", "2019-01-01", "2019-03-31"),
        ("deze week", "2018-11-05", "2018-11-11"),
    ],
)
def test_last_and_next_are_held_against_the_date_of_the_document(words, start, end):
    assert days(words) == (start, end)


@pytest.mark.parametrize(
    "words", ["juli jl.", "voorjaar", "dit jaar", "volgende maand", "18 oktober", "week 12"]
)
def test_without_a_date_to_be_seen_from_a_relative_period_keeps_its_words_and_has_no_days(words):
    assert parse(words) == Period(words, None, None)


def test_a_season_without_a_year_is_the_next_one():
    assert days("in het voorjaar") == ("2019-03-01", "2019-05-31")
    assert days("najaar") == (
        "2019-09-01",
        "2019-11-30",
    )  # on 6 November 2018 one is running; the next is meant


def test_a_month_or_quarter_without_a_year_may_be_the_running_one():
    assert days("november") == ("2018-11-01", "2018-11-30")
    assert days("vierde kwartaal") == ("2018-10-01", "2018-12-31")
    assert days("oktober") == ("2019-10-01", "2019-10-31")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("vóór 1 oktober 2019", None, "2019-09-30"),
        ("tot 1 oktober 2019", None, "2019-09-30"),
        ("uiterlijk 1 oktober 2019", None, "2019-10-01"),
        ("uiterlijk in het voorjaar van 2020", None, "2020-05-31"),
        ("voor de zomer", None, "2019-05-31"),
        ("voor eind 2019", None, "2019-12-31"),
        ("vanaf 1 mei 2020", "2020-05-01", None),
        ("met ingang van 2020", "2020-01-01", None),
        ("na de zomer van 2019", "2019-09-01", None),
    ],
)
def test_a_limit_on_one_side_leaves_the_other_open(words, start, end):
    assert days(words) == (start, end)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2020–2024", "2020-01-01", "2024-12-31"),
        ("2019 t/m 2022", "2019-01-01", "2022-12-31"),
        ("voorjaar 2019 – 2021", "2019-03-01", "2021-12-31"),
        ("voorjaar 2019 - najaar 2020", "2019-03-01", "2020-11-30"),
        ("maart – juni 2019", "2019-03-01", "2019-06-30"),
        ("oktober en november 2019", "2019-10-01", "2019-11-30"),
        ("november – februari 2020", "2019-11-01", "2020-02-29"),
        ("1 t/m 5 oktober 2019", "2019-10-01", "2019-10-05"),
        ("tussen 1 mei en 1 juli 2019", "2019-05-01", "2019-07-01"),
        ("Q1-Q2 2023", "2023-01-01", "2023-06-30"),
    ],
)
def test_a_range_takes_both_ends(words, start, end):
    assert days(words) == (start, end)


@pytest.mark.parametrize(
    "words",
    ["deze coalitieperiode", "binnenkort", "na het zomerreces", "zo spoedig mogelijk", "komende maanden"],
)
def test_words_that_name_no_day_are_kept_without_days(words):
    assert parse(words, at=AT) == Period(words, None, None)


def test_the_coalition_period_has_days_where_they_are_given():
    period = parse("tijdens deze coalitieperiode", at=AT, coalition=(date(2018, 6, 1), date(2022, 3, 29)))
    assert (period.start, period.end) == (date(2018, 6, 1), date(2022, 3, 29))


def test_the_words_stay_as_they_were_typed():
    assert parse("  In het  Voorjaar van 2019. ").text == "In het Voorjaar van 2019."


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "Vul een periode in"),
        ("ooit", "herkennen wij niet als periode"),
        ("voorjaar 2019 of zo iets", "herkennen wij niet als periode"),
        ("2016/546930", "herkennen wij niet als periode"),
        ("31 februari 2019", "31 februari 2019 bestaat niet; februari 2019 heeft 28 dagen"),
        ("29 februari 2019", "februari 2019 heeft 28 dagen"),
        ("12-13-2019", "Maand 13 bestaat niet"),
        ("week 60 van 2020", "Week 60 van 2020 bestaat niet"),
        ("maandag 18 oktober 2018", "18 oktober 2018 is een donderdag, geen maandag"),
        ("1 mei 2020 – 1 mei 2019", "eindigt vóór zij begint"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_reason_in_dutch(words, reason):
    with pytest.raises(ValueError, match=reason):
        parse(words, at=AT)


def test_periods_without_days_come_last_when_sorted():
    words = ["binnenkort", "voorjaar 2019", "uiterlijk 1 februari 2019", "begin 2019", "2018"]
    ordered = sorted((parse(one, at=AT) for one in words), key=lambda period: period.sort_key)
    assert [one.text for one in ordered] == [
        "2018",
        "begin 2019",
        "uiterlijk 1 februari 2019",
        "voorjaar 2019",
        "binnenkort",
    ]


def test_a_period_may_not_end_before_it_begins():
    with pytest.raises(ValueError, match="eindigt vóór zij begint"):
        Period("x", date(2020, 2, 1), date(2020, 1, 1))


def test_periods_are_found_where_they_stand():
    text = (
        "Op 18 oktober was er een sessie; in het voorjaar van 2019 volgt het plan (2018/123456), voor "
        "2.019 euro."
    )
    found = find(text, at=AT)
    assert [text[start:end] for _, (start, end) in found] == ["18 oktober", "voorjaar van 2019"]
    assert [period.text for period, _ in found] == ["18 oktober", "voorjaar van 2019"]


def test_told_in_the_past_a_day_without_a_year_is_the_last_one():
    (mention,) = mentions("Op 18 oktober")
    assert mention.period(AT, past=True).start == date(2018, 10, 18)
    assert mention.period(AT).start == date(2019, 10, 18)


def test_a_day_inside_a_known_period_takes_its_year_from_it():
    (mention,) = mentions("18 oktober")
    assert mention.period(AT, within=parse("oktober jl.", at=AT)).start == date(2018, 10, 18)


def test_numbers_and_amounts_are_no_periods():
    assert (
        list(mentions("Zaak 2019/0456, kenmerk 2021-04567, € 2.019, telefoon 023-2019201, 2019,50 euro"))
        == []
    )


def test_a_year_alone_counts_only_behind_a_word_of_time():
    assert [one.text for one in mentions("In 2019 kwamen 2020 mensen; de nota 2021 volgt vanaf 2022.")] == [
        "2019",
        "vanaf 2022",
    ]


def test_a_leading_period_is_told_from_one_that_stands_further_on():
    assert leading("Voorjaar 2019: presentatie").text == "Voorjaar 2019"
    assert leading("De presentatie in voorjaar 2019") is None


PIECES = [
    *"0123456789 -–/.'",
    "mei ",
    "begin ",
    "voorjaar ",
    "2019",
    " en ",
    "t/m ",
    "jl.",
    "week ",
    "Q4",
    "vóór ",
    "İ",
    "’",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_words_are_read_or_refused_with_a_reason(words):
    for mention in mentions(words):
        start, end = mention.at
        assert words[start:end] == mention.text
        period = mention.period(AT)
        assert not (period.start and period.end) or period.start <= period.end
    refusal = ""
    try:
        parse(words, at=AT)
    except ValueError as error:
        refusal = str(error) or "no reason"
    assert refusal != "no reason"


@given(
    st.dates(date(1950, 1, 1), date(2080, 12, 31)),
    st.sampled_from(["voorjaar", "zomer", "najaar", "winter", "maart", "tweede kwartaal", "3 juli"]),
)
def test_without_a_year_the_next_one_is_never_over(at, words):
    period = parse(words, at=at)
    assert period.end >= at
    assert period.start.year <= at.year + 1


@given(
    st.dates(date(1950, 1, 1), date(2080, 12, 31)), st.sampled_from(["voorjaar", "winter", "juli", "3 juli"])
)
def test_the_last_one_is_always_over_and_never_long_ago(at, words):
    period = parse(f"{words} jl.", at=at)
    assert period.end < at
    assert (at - period.end).days <= 366
