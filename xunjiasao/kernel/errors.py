"""What can go wrong in words a user can act on.

    DomainError
    ├── Unauthenticated  401  nobody is signed in
    ├── Forbidden        403  you may see it, but not do this
    ├── Missing          404  it isn't there, or isn't yours to see
    ├── Refused          409  not now, not in this state
    ├── Invalid          422  what you sent can't be right; a sentence per field
    ├── Limited          429  too often
    └── Unavailable      503  somebody we depend on doesn't answer

A subclass stands beside the function that raises it and sets `code` (stable, snake_case) and `says`
(a translated sentence with {holes} filled from the facts). Anything else that is raised is a bug.
"""

from typing import Any, ClassVar

from xunjiasao.kernel.text import _


class DomainError(Exception):
    """A refusal with a stable code, the facts behind it, and a sentence in the user's language."""

    status: ClassVar[int] = 500
    code: str = "error"
    says: Any = _("Something went wrong.")

    def __init__(self, says: Any = None, /, *, code: str | None = None, **facts: Any) -> None:
        """:param facts: fill the sentence's holes and travel in the API's answer; never personal data"""
        super().__init__(code or self.code)
        self.code = code or self.code
        self.says = says if says is not None else self.says
        self.facts = facts

    @property
    def sentence(self) -> str:
        """The sentence in the active language, with its holes filled."""
        return str(self.says).format(**self.facts) if self.facts else str(self.says)


class Unauthenticated(DomainError):
    status, code, says = 401, "sign_in_needed", _("Please sign in first.")


class Forbidden(DomainError):
    status, code, says = 403, "forbidden", _("You don't have the right to do this.")


class Missing(DomainError):
    status, code, says = 404, "missing", _("It isn't here, or isn't yours to see.")


class Refused(DomainError):
    status, code, says = 409, "refused", _("That can't be done now.")


class Invalid(DomainError):
    """:param fields: a sentence per field that can't be right"""

    status, code, says = 422, "invalid", _("Please check what you entered.")

    def __init__(
        self, says: Any = None, /, *, code: str | None = None, fields: dict[str, Any] | None = None, **facts: Any
    ) -> None:
        super().__init__(says, code=code, **facts)
        self.fields = fields or {}


class Limited(DomainError):
    status, code, says = 429, "too_often", _("That was too often. Please try again in {minutes} min.")


class Unavailable(DomainError):
    status, code, says = 503, "unavailable", _("We can't answer just now. Please try again in a moment.")
