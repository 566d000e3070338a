"""Weights behind ports."""
