"""Notices to words, buttons and files."""
