"""The one error of this room, in words for the reader."""


class DocumentError(ValueError):
    """A document that cannot be made or read. Each problem says in Dutch what, where and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
