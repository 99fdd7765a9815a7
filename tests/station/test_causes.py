"""Why the system did not do something is said in the counter's language, whatever the system says."""

import socket
from pathlib import Path

import pytest

from domain.refused import Refused
from station_app.actions.files import read_file, write_file
from station_app.causes import of_system
from station_app.errors import explain
from station_app.sync.exchange import Offline, Request, in_words
from station_app.sync.transport import Transport


def refusal(act: object) -> Refused:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    return refused.value


def test_files_that_cannot_be_read_or_written_say_why(tmp_path: Path) -> None:
    none = refusal(lambda: read_file(tmp_path / "none.jpg", 1))
    assert explain(none, "en").error == f"{tmp_path / 'none.jpg'} cannot be read: it is not there"
    (tmp_path / "folder.pdf").mkdir()
    assert refusal(lambda: write_file(tmp_path / "folder.pdf", b"x")).facts["what"] == "is_folder"
    assert refusal(lambda: read_file(tmp_path / "folder.pdf", 1)).facts["what"] == "not_ordinary"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "not_permitted"),
        (OSError(27, "File too large"), "EFBIG"),
        (OSError(99_999, "?"), "error 99999"),
        (TimeoutError("the lock"), "in_use"),
        (ValueError("embedded null byte"), "unknown_cause"),
        # As pySerial says it on Windows.
        (OSError("could not open port 'COM3': FileNotFoundError(2, 'No such file.', None, 2)"), "not_there"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_an_error_of_the_system_becomes_a_code(error: BaseException, code: str) -> None:
    assert of_system(error) == code


def offline(url: str) -> Refused:
    transport = Transport(url)
    try:
        with pytest.raises(Offline) as none:
            transport.send(Request(method="GET", path="/"))
    finally:
        transport.close()
    return in_words(none.value)


def test_a_hub_that_is_not_there_says_why_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert offline(f"http://127.0.0.1:{port}").facts["what"] == "connection_refused"
    told = explain(offline("http://[::1]:1"), "en").error
    assert told.startswith("The municipality's hub cannot be reached: ")
    assert "Error" not in told
