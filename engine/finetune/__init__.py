"""From cleaned data to adapters."""
