"""Containers (容器): archives and mails, which hold files and are none themselves."""
