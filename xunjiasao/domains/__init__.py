"""What the city's business is: one folder per part of it, the same room names in each."""
