"""Making room on the PC: photos that the hub has had in its own backup for long are kept there alone.

Only where the municipality wants it (`keep_photos_days`). Receipts, signatures and small pictures stay.
"""

from station_app.storage.blobs import Blobs
from station_app.storage.database import Database

AT_ONCE = 200
_COVERED = """
SELECT sha256 FROM blob
WHERE here = 1 AND at_hub = 1 AND media_type LIKE 'image/%' AND hub_since < (SELECT backed_up_seq FROM acknowledged)
AND sha256 > ? ORDER BY sha256 LIMIT ?
"""
"""An event behind `hub_since` was written when the hub had the file already. When the hub's backup covers such an
event, the file is in it."""


def evict(database: Database, blobs: Blobs, older_than: float) -> int:
    """Remove photos that were stored here before a time (seconds since 1970) and that the hub's backup covers; returns
    how many.

    What is removed was noted before, so a power cut leaves at most a file that nobody needs.
    """
    removed, last = 0, ""
    while rows := database.rows(_COVERED, (last, AT_ONCE)):
        last = rows[-1]["sha256"]
        old = [row["sha256"] for row in rows if _stored_before(blobs, row["sha256"], older_than)]
        with database.transaction():
            for sha256 in old:
                database.run("UPDATE blob SET here = 0 WHERE sha256 = ? AND at_hub = 1", (sha256,))
        # A restored hub may have been heard of meanwhile: then it is asked for its files anew, and these stay.
        for sha256 in old:
            if database.value("SELECT here FROM blob WHERE sha256 = ?", (sha256,)) == 0:
                blobs.path(sha256).unlink(missing_ok=True)
                removed += 1
    return removed


def _stored_before(blobs: Blobs, sha256: str, moment: float) -> bool:
    try:
        return blobs.path(sha256).stat().st_mtime < moment
    except OSError:
        return False
