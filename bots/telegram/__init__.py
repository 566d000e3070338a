"""python-telegram-bot at the front desk."""
