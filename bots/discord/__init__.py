"""discord.py at the front desk."""
