"""An essay's claims held against the figures of the visual that it describes."""
