"""Partials of the portal for templates."""
