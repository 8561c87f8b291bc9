"""A small believable Jiujiang, made through the domains' actions. Everything in it is invented."""
