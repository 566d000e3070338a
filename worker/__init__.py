"""The Celery worker: queues, the only door to them, thin tasks."""
