"""Scans (扫描件): from a picture of a page to the characters and lines on it."""
