"""Nothing typed is lost: what stands on a page is kept while somebody types, and given back to them there."""
