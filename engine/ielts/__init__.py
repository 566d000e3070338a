"""The domain: standard library only, frozen dataclasses."""
