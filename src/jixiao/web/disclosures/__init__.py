"""Disclosure (公开): the package, the gate, the editions."""
