"""The compiled searches. Only `solve` and `Fair.pairs` call them, with numbers that `Fair` has judged.

Edges are acceptable pairs, numbered seeker by seeker in the order of her wishes: of two edges of one
seeker the lower is the better.
"""
