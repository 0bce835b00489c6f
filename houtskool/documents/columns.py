"""How wide the columns of a table are, the same on every paper."""

from houtskool.documents.blocks import Table, plain


def column_widths(table: Table) -> list[int]:
    """The share of the line for each column: as its longest cell asks, but no column crowds out another."""
    columns = zip(table.heads, *(map(plain, row) for row in table.rows), strict=True)
    return [
        max(min(max(map(len, cells)), 40), *(len(word) + 2 for cell in cells for word in cell.split()), 4)
        for cells in columns
    ]
