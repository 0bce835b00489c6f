"""The fragment of HTML for the site's pages."""

from houtskool.documents import Document, Figure, Heading, Paragraph, Table, link, write_html
from tests.documents.examples import SVG, note


def test_a_table_has_a_caption_and_scopes() -> None:
    html = write_html(note())
    assert "<caption>Stappen van nota tot uitvoering</caption>" in html
    assert html.count('<th scope="col"') == 3
    assert html.count('<th scope="row"') == 3


def test_a_wide_table_scrolls_by_keyboard_in_a_named_region() -> None:
    assert (
        '<div class="utrecht-table-container" role="region" '
        'aria-label="Stappen van nota tot uitvoering" tabindex="0">' in write_html(note())
    )


def test_headings_follow_the_title_and_never_fall_below_the_sixth() -> None:
    document = Document("Titel", tuple(Heading(level, f"kop {level}") for level in range(1, 6)))
    assert '<h1 class="document__title">Titel</h1>\n<h2>kop 1</h2>' in write_html(document)
    lower = write_html(document, title_level=3)
    assert "Titel</h3>\n<h4>kop 1</h4>\n<h5>kop 2</h5>\n<h6>kop 3</h6>\n<h6>kop 4</h6>" in lower


def test_a_picture_is_data_and_cannot_run_anything() -> None:
    html = write_html(Document("Titel", (Figure(SVG, 'Een "plaatje"'),)))
    assert '<img src="data:image/svg+xml;base64,' in html
    assert 'alt="Een &quot;plaatje&quot;"' in html
    assert "<svg" not in html


def test_what_was_typed_is_never_markup() -> None:
    evil = '"><script>alert(1)</script>'
    document = Document(
        evil,
        (
            Paragraph((link(evil, "https://a.nl/?a=1&b='2'"),)),
            Table(evil, (evil,), ((evil,),)),
            Figure(SVG, evil, evil),
        ),
    )
    html = write_html(document)
    assert "<script" not in html
    assert 'href="https://a.nl/?a=1&amp;b=&#x27;2&#x27;"' in html


def test_a_line_break_is_a_break_and_marks_nest() -> None:
    html = write_html(note())
    assert "<p>De Brug 1<br>1234 AB Waterrijk</p>" in html
    assert "<strong>86 mensen</strong>" in html
    assert "<em>alle</em>" in html
    assert "<li>De raad te informeren:<ul><li>bij de schets</li>" in html


def test_the_header_of_a_note_is_a_description_list() -> None:
    html = write_html(note())
    assert "<div><dt>Nummer</dt><dd><p>2019/000123</p></dd></div>" in html
    assert '<dt>Telefoonnummer</dt><dd><p class="unknown">niet ingevuld</p></dd>' in html


def test_the_language_and_the_state_are_on_the_article() -> None:
    assert write_html(note(language="fy")).startswith('<article class="document" lang="fy">')
    assert write_html(note(state="concept")).startswith(
        '<article class="document document--concept" lang="nl">'
    )
