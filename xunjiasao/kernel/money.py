"""Money is whole fen (1 yuan = 100 fen); shares are basis points (1 % = 100 bp)."""


def share(amount_fen: int, share_bp: int) -> int:
    """Take a share of an amount, rounded half up to a whole fen.

    Example: share(8_000, 1_500) == 1_200 (15 % of 80 yuan is 12 yuan).
    """
    return (amount_fen * share_bp + 5_000) // 10_000


def yuan(amount_fen: int) -> str:
    """Write an amount in yuan, with both cents or none: 7000 → "70", 7050 → "70.50"."""
    whole, rest = divmod(abs(amount_fen), 100)
    cents = f".{rest:02d}" if rest else ""
    return f"{'-' if amount_fen < 0 else ''}{whole}{cents}"
