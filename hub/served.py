"""What `ombruk-hub serve` runs in each process: the gate, and Django behind it on a few threads."""

from concurrent.futures import ThreadPoolExecutor

from hub.wsgi import application as django

# Only now: Django has started.
from hub.gate import Gate  # isort: skip

THREADS = 8
"""Per process; each has a database connection of its own."""
application = Gate(django, ThreadPoolExecutor(THREADS, thread_name_prefix="hub"))
