"""Synthetic evidence (合成证据): registers of an invented year, the same for the same seed."""

from jixiao.measures.synthetic.synthesize import synthesize

__all__ = ["synthesize"]
