"""Rules on waivers (豁免): each is needed, and none has run out."""
