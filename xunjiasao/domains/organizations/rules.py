"""Decisions about organizations."""

from stdnum.cn import uscc

from xunjiasao.domains.organizations.terms import WITH_CREDIT_CODE, Kind


def credit_code(text: str) -> str | None:
    """Read a unified social credit code, or None when it can't be one (Source: GB 32100-2015)."""
    said = text.replace(" ", "").replace("-", "").upper()
    return said if uscc.is_valid(said) else None


def needs_credit_code(kind: Kind) -> bool:
    """Tell whether an organization of this kind is registered under a credit code of its own."""
    return kind in WITH_CREDIT_CODE
