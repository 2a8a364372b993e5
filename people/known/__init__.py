"""Whether somebody is who the portal takes them for."""
