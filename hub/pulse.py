"""What each process that serves on PostgreSQL does twice a minute, whatever is asked of it.

It writes down whom it heard, and sees that the database knows that the hub is served: that lock is a connection's, so
it is gone when the database was begun anew under the hub.
"""

import logging
import threading
import time

from django.db import DatabaseError, connection, connections

from hub.ingest.presence import WRITTEN_EVERY, notebook
from hub.serving import Hold

_LOG = logging.getLogger(__name__)


class Pulse:
    """A thread of a process that serves. It may be killed at any moment."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._starting = threading.Lock()

    def start(self) -> None:
        """Begin, if it has not, where the database is PostgreSQL."""
        with self._starting:
            if connection.vendor == "postgresql" and self._thread.ident is None:
                notebook().kept = True
                self._thread.start()

    def _run(self) -> None:
        hold, rest = Hold(), WRITTEN_EVERY.total_seconds()
        while True:
            notebook().wait(rest)
            try:
                hold.renew()
                notebook().write_down(connection)
            except DatabaseError as away:
                _LOG.warning("it could not be noted who was heard: %s", type(away).__name__)
            except Exception:  # noqa: BLE001 (the thread goes on; all of it is in the log)
                _LOG.exception("noting who was heard failed")
            finally:
                connections.close_all()
            time.sleep(rest)
