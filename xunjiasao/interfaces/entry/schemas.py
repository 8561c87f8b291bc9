"""What the API's schemas have in common."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

from xunjiasao.kernel.text import tidy

T = TypeVar("T")
D = TypeVar("D", bound=date)
YEARS = range(2000, 2100)
"""Beyond them lies no visit, but arithmetic that overflows."""


def _near(at: D) -> D:
    if at.year not in YEARS:
        raise PydanticCustomError("year_far", "a year in which a visit can be")
    return at


def _written(at: Any) -> Any:
    """Refuse a count of seconds: nobody can see which clock it is from."""
    if (isinstance(at, str) and not at.replace(".", "").strip("+- ").isdecimal()) or isinstance(at, datetime):
        return at
    raise PydanticCustomError("datetime_counted", "written out, with its offset")


Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_near)]
"""A time with its offset; one without is refused."""
CityDay = Annotated[date, AfterValidator(_near)]
Short = Annotated[str, Field(max_length=80)]
Long = Annotated[str, Field(max_length=1000)]
Id = Annotated[str, Field(max_length=80, description="opaque")]


class In(Schema):
    """What a client sends: unknown fields are refused, control characters dropped, white space folded."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [clean(each) if isinstance(each, str) else each for each in value]
        return value


class Out(Schema):
    """What the API answers; every field is always there."""


class PageOut(Out, Generic[T]):
    items: list[T]
    next: str | None


class Cut(Schema):
    """Which page of a list: `cut: Query[Cut]`."""

    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(20, ge=1, le=100)


class Problem(Out):
    """What can go wrong, as problem+json (RFC 9457); further facts stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, str] = {}


def clean(text: str) -> str:
    """Make text from outside safe to keep: no control characters, no halves of characters."""
    return tidy(text.encode("utf-8", "ignore").decode())
