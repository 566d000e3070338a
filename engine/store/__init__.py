"""SQLAlchemy tables and the Store."""

from engine.store import group_tables as group_tables  # whoever has the tables has all of them
from engine.store import passage_tables as passage_tables
from engine.store import rounds as rounds
from engine.store import updates as updates
from engine.store import visual_tables as visual_tables
from engine.store.recordings import object_table as object_table
