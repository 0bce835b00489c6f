"""How the readers of DOCX and ODT write table rows and the numbers of lists."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def join_row(cells: list[str]) -> str:
    """The cells of a row, parted by tabs. Lines within a cell become one line, except in the last cell: there
    the value of a label in two columns keeps its paragraphs."""
    if not cells:
        return ""
    return "\t".join([*(" ".join(cell.split()) for cell in cells[:-1]), cells[-1].rstrip()])


def ordinal(count: int, form: str) -> str:
    """A number in one of the forms 1, a, A, i, I."""
    if form in "aA" and 0 < count <= 26 * 50:  # after z comes aa, then bb
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form in "iI" and 0 < count < 4000:
        text, rest = "", count
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
    else:
        return str(count)
    return text.upper() if form in "AI" else text
