"""Words of the archive."""

from enum import StrEnum

from xunjiasao.kernel.text import _


class IdentityKind(StrEnum):
    """Source: standards.md, resident identity numbers (GB 11643-1999) and the papers of others."""

    RESIDENT = "resident"
    HK_MO_TW_PERMIT = "hk_mo_tw_permit"
    FOREIGN_PERMANENT = "foreign_permanent"
    PASSPORT = "passport"


class CredentialKind(StrEnum):
    """Kinds are never mixed in a count."""

    SKILL = "skill"
    ABILITY = "ability"
    TRAINING = "training"
    HEALTH = "health"
    INSURANCE = "insurance"
    BACKGROUND = "background"
    DOOR_PASS = "door_pass"  # noqa: S105  # a card, no secret


class HealthClass(StrEnum):
    """What work a health check is for. Source: notice of 2020 on health checks of domestic workers."""

    GENERAL = "general"
    HOME = "home"
    ELDERLY = "elderly"
    INFANT = "infant"


class How(StrEnum):
    """How it was found out that a credential is genuine."""

    ORIGINAL = "original"
    ISSUER = "issuer"


class Doubt(StrEnum):
    """Why a credential can't be accepted."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    OTHER_PERSON = "other_person"
    DIFFERS = "differs"


class TrustColor(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


CREDENTIAL_LABELS = {
    CredentialKind.SKILL: _("Skill level certificate"),
    CredentialKind.ABILITY: _("Special ability certificate"),
    CredentialKind.TRAINING: _("Training certificate"),
    CredentialKind.HEALTH: _("Health check"),
    CredentialKind.INSURANCE: _("Accident insurance"),
    CredentialKind.BACKGROUND: _("Background check"),
    CredentialKind.DOOR_PASS: _("Home-visit service card"),
}

HEALTH_LABELS = {
    HealthClass.GENERAL: _("General domestic work"),
    HealthClass.HOME: _("Work in the home"),
    HealthClass.ELDERLY: _("Elder care"),
    HealthClass.INFANT: _("Mother and infant care"),
}

IDENTITY_LABELS = {
    IdentityKind.RESIDENT: _("Resident identity card"),
    IdentityKind.HK_MO_TW_PERMIT: _("Residence permit for Hong Kong, Macao and Taiwan residents"),
    IdentityKind.FOREIGN_PERMANENT: _("Foreigner's permanent residence card"),
    IdentityKind.PASSPORT: _("Passport"),
}

HOW_LABELS = {How.ORIGINAL: _("I saw the original"), How.ISSUER: _("Its issuer confirmed it")}
DOUBT_LABELS = {
    Doubt.UNREADABLE: _("The picture can't be read"),
    Doubt.UNKNOWN: _("Its issuer doesn't know it"),
    Doubt.OTHER_PERSON: _("It is another person's"),
    Doubt.DIFFERS: _("Number or dates differ from what was entered"),
}

TRUST_LABELS = {
    TrustColor.GREEN: _("Green code, may visit"),
    TrustColor.YELLOW: _("Yellow code, something ends soon"),
    TrustColor.RED: _("Red code, may not visit"),
}

NEEDED_TO_VISIT = (CredentialKind.HEALTH, CredentialKind.INSURANCE, CredentialKind.BACKGROUND)
"""Without each of these, verified and not expired, nobody is sent to a home."""

ENDS_SOON_DAYS = 30
NEVER_EXPIRES = "9999-12-31"
DAYS_AHEAD = 31
"""A worker's days exist this far ahead; a job extends them."""

LANGUAGES = {
    "mandarin": _("Mandarin"),
    "jiujiang": _("Jiujiang dialect"),
    "duchang": _("Duchang dialect"),
    "hakka": _("Hakka"),
    "english": _("English"),
}
