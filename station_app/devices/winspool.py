"""A queue of Windows that passes bytes on as they are, by winspool.drv. Written after Microsoft's documentation of
StartDocPrinter and not tried on Windows by this project's tests.
"""

import ctypes
import sys
from typing import Any

from domain.refused import Refused

_STATUS = {
    0x400000: "printer_open",
    0x10: "printer_out_of_paper",
    0x80: "printer_unreachable",
    0x1: "printer_stopped",
    0x2: "printer_failed",
}
"""PRINTER_STATUS_DOOR_OPEN, _PAPER_OUT, _OFFLINE, _PAUSED, _ERROR."""


class _Document(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (("name", ctypes.c_wchar_p), ("file", ctypes.c_wchar_p), ("type", ctypes.c_wchar_p))


class WindowsQueue:
    """A queue by its name."""

    medium = "queue"

    def __init__(self, name: str) -> None:
        self._name = name
        self._spooler = _spooler()

    def ready(self) -> None:
        """Return when the queue is there and its printer has reported nothing. Raises Refused, of TROUBLE."""
        handle = self._open()
        try:
            status = ctypes.c_uint32(0)
            needed = ctypes.c_uint32(0)
            # PRINTER_INFO_6 is nothing but the status.
            if self._spooler.GetPrinterW(handle, 6, ctypes.byref(status), 4, ctypes.byref(needed)):
                for bit in _STATUS:
                    if status.value & bit:
                        raise Refused(_STATUS[bit], printer=self._name)
        finally:
            self._spooler.ClosePrinter(handle)

    def send(self, data: bytes, title: str) -> None:
        """Return when the spooler has all of it. Raises Refused as `ready` does, and `printer_failed`."""
        self.ready()
        handle = self._open()
        try:
            document = _Document(title, None, "RAW")
            if not self._spooler.StartDocPrinterW(handle, 1, ctypes.byref(document)):
                raise Refused("printer_failed", printer=self._name)
            written = ctypes.c_uint32(0)
            done = self._spooler.WritePrinter(handle, data, len(data), ctypes.byref(written))
            self._spooler.EndDocPrinter(handle)
            if not done or written.value != len(data):
                raise Refused("printer_failed", printer=self._name)
        finally:
            self._spooler.ClosePrinter(handle)

    def _open(self) -> ctypes.c_void_p:
        handle = ctypes.c_void_p()
        if not self._spooler.OpenPrinterW(self._name, ctypes.byref(handle), None):
            raise Refused("printer_missing", printer=self._name)
        return handle


def _spooler() -> Any:
    """winspool.drv; nothing that another system has."""
    if sys.platform == "win32":
        return ctypes.WinDLL("winspool.drv", use_last_error=True)
    raise OSError("this is Windows' own spooler")
