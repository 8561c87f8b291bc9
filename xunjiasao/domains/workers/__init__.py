"""The worker's digital archive: identity, credentials, affiliation, calendar, trust code."""
