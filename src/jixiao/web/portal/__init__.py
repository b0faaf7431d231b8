"""The public portal (公开门户)."""
