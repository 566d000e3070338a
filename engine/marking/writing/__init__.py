"""Marking of a written answer."""
