"""Backups: every row of the database in one file, from and to either database, consistent while everything runs."""
