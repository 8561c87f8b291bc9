"""Who is told what: the in-app inbox, fed by the outbox."""
