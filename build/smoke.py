"""Works with a packaged station where neither the repository nor its environment can be reached, beside a real hub.

`smoke.py FOLDER`: window offscreen, register with photo, label, handover with signature, receipt, sync. Exit code 0.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
ACTOR = "123456785"
SIGNATURE = {"width": 400, "height": 150, "strokes": [[[10, 80, 0], [120, 20, 90], [300, 110, 200]]]}


def main(packaged: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = folder / "program"
        shutil.copytree(packaged, bundle, symlinks=True)
        hub = folder / "hub"
        serving = start_hub(hub)
        try:
            work(bundle, folder, serving, hub)
        finally:
            serving.terminate()
            serving.wait(30)
    print("smoke run: window, photo, label, handover, receipt, sync: all done")


def start_hub(folder: Path) -> "subprocess.Popen[str]":
    days = ["--from", "2020-01-01", "--to", "2099-12-31"]
    run_hub(folder, "init")
    run_hub(folder, "add-station", "--name", "Isi", "--municipality", "Bærum")
    run_hub(folder, "add-actor", "--name", "Fretex Øst-Norge AS", "--orgnr", ACTOR)
    run_hub(folder, "add-agreement", "--orgnr", ACTOR, "--categories", "all", *days, "--electrical")
    command = [ROOT / ".venv/bin/ombruk-hub", "--data-dir", folder, "--json", "serve", "--port", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def run_hub(folder: Path, *arguments: str) -> Any:
    command = [ROOT / ".venv/bin/ombruk-hub", "--data-dir", folder, "--json", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def work(bundle: Path, folder: Path, serving: "subprocess.Popen[str]", hub: Path) -> None:
    if serving.stdout is None:
        raise RuntimeError("the hub has no output to read")
    url = json.loads(serving.stdout.readline())["url"]
    # Nothing of the repository or of any Python is on the way: only the folder itself and the plain system.
    bare = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    bare |= {"OMBRUK_KEYSTORE": "file", "TMPDIR": str(folder)}

    def station(*arguments: str) -> Any:
        command = [bundle / "ombruk-station", "--data-dir", folder / "store", "--json", *arguments]
        done = subprocess.run(command, env=bare, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{arguments}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout)

    Image.effect_noise((3000, 2000), 60).convert("RGB").save(folder / "photo.jpg")
    (folder / "signature.json").write_text(json.dumps(SIGNATURE))
    station("enrol", "--hub", url, "--code", run_hub(hub, "add-device", "--station", "Isi")["code"])
    station("sync")
    item = station("register", "--category", "chair", "--kg", "4,2", "--title", "Ærlig øl-stol", "--photo", "photo.jpg")
    assert_(len(item["photos"]) == 1, item)
    station("label", item["number"], "--output", "label.pdf")
    representative = ["--representative", "Åse Ødegård 李明 محمد", "--signature", "signature.json"]
    station("hand-over", "--actor", ACTOR, "--item", item["number"], *representative, "--output", "receipt.pdf")
    for document in ("label.pdf", "receipt.pdf"):
        assert_((folder / document).read_bytes().startswith(b"%PDF-"), document)
    sent = station("sync")
    assert_(sent["waiting"] == 0 and sent["photos"] == 1, sent)
    assert_(station("verify")["ok"], "verify")
    assert_(station("figures") == run_hub(hub, "figures"), "figures")
    window = [bundle / "ombruk", "--data-dir", folder / "store", "--screenshot", folder / "window.png"]
    subprocess.run(window, env=bare, cwd=folder, check=True, timeout=120)
    assert_(Image.open(folder / "window.png").width >= 1024, "window")


def assert_(true: bool, what: object) -> None:
    if not true:
        sys.exit(f"smoke run: not as it must be: {what}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
