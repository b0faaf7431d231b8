"""A project's documents over its life (项目链): CHN, and COP from one year to the next."""
