"""Rating the service."""
