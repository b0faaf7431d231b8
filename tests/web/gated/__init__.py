"""An app for tests alone, whose one kind of job waits where a test wants to kill its worker."""
