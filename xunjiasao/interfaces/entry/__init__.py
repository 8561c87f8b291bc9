"""What the interfaces share: the clock, who asks, which power a route needs, errors as HTTP."""
