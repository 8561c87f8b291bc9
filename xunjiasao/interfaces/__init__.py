"""How the world reaches the house: thin, one file per domain in each."""
