"""Making the files that were asked for, outside the request."""
