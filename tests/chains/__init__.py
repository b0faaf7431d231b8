"""Chains of a project and copying inside a set of documents."""
