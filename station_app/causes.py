"""Why something outside the program failed, as a code for the fact `what`; its words stand in sentences/causes.py.

What a system or a library says about it is English, or in no language at all, so it is not shown to people.
"""

import errno
import re

_NUMBER = re.compile(r"Error\((\d+), ")
"""On Windows pySerial puts the system's error into its own words."""
CODES = {
    errno.ENOENT: "not_there",
    errno.EACCES: "not_permitted",
    errno.EPERM: "not_permitted",
    errno.EROFS: "read_only",
    errno.ENOSPC: "no_room",
    errno.EDQUOT: "no_room",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "not_there",
    errno.EEXIST: "there_already",
    errno.ENOTEMPTY: "there_already",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EIO: "device_gone",
    errno.ENODEV: "device_gone",
    errno.ENXIO: "device_gone",
    errno.EBUSY: "in_use",
    errno.EAGAIN: "in_use",
    errno.EPIPE: "reader_gone",
    errno.ETIMEDOUT: "no_answer",
    errno.ECONNREFUSED: "connection_refused",
    errno.ECONNRESET: "cut_off",
    errno.ECONNABORTED: "cut_off",
    errno.ENETUNREACH: "no_network",
    errno.ENETDOWN: "no_network",
    errno.EHOSTUNREACH: "no_network",
}


def of_system(error: BaseException, otherwise: str = "unknown_cause") -> str:
    """The code for an error of the system; for one that has no words its own short name, such as `EFBIG`.

    `otherwise` is for an error without a number, such as text that cannot be a file's name.
    """
    number = getattr(error, "errno", None)
    if number is None and (told := _NUMBER.search(str(error))):
        number = int(told[1])
    if number is None:
        # A lock that was not got in time has no number.
        return "in_use" if isinstance(error, TimeoutError) else otherwise
    return CODES.get(number) or errno.errorcode.get(number, f"error {number}")
