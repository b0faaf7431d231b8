"""Copying between projects (雷同): COP."""
