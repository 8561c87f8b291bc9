"""Reads problems and plans from files, and writes them: `native` is our own form, the others are of benchmarks.

A source is a `Path`, or a text; a text of one line that isn't JSON is taken for a path.
"""
