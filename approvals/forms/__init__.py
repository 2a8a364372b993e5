"""What people type about a request, by the page it is typed on."""
