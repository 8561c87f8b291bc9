"""The compiled searches. Only `solve` and `Fair.pairs` call them, with numbers that `Fair` has judged.

Edges are acceptable pairs, numbered seeker by seeker in the order of her wishes: of two edges of one
seeker the lower is the better.

Numba keeps what it compiled beside the file of the function that was called, and doesn't notice when a function
of another file changes: whoever works on these removes `__pycache__`.
"""
