"""Accounts, seats (role × organization × division), powers, sessions, consents."""
