"""SQLAlchemy tables and the Store."""
