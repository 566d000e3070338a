"""The door for a host: ``register(application)`` takes Bandmate into a Telegram bot that exists already."""

from bots.telegram.bot import register

__all__ = ["register"]
