"""Ours beside what a user would pick instead: `python -m benchmarks`, or `nox -s bench`."""
