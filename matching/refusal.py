"""How input that can't be right is refused, in all three tools: with the field and the reason, before anything is done."""


class Refused(ValueError):
    """Input that can't be meant.

    :param field: where, as its caller wrote it: `visits[3].window`; empty for all of it
    :param reason: what is wrong there, in English, for programmers
    """

    said = "{field}: {reason}"
    all_of_it = "the input"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(self.said.format(field=field or self.all_of_it, reason=reason))
        self.field = field
        self.reason = reason
