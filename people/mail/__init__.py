"""The post room's pages, and who can be reached."""
