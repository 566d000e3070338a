"""The text and the structure of files that other people made: see :mod:`engine.documents.reading`."""
