"""A hub for every test: a fresh folder and database, a station, devices that are enrolled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from device import TestDevice
from django.test import Client
from doors import in_process
from forked import Forks
from postgresql import cluster
from reserving import with_actors
from running import RunningHub
from s3_server import S3Server, serving

from hub.accounts.staff import add_user
from hub.agreements.models import Station
from hub.agreements.register import add_station
from hub.folder import Folder
from hub.ingest.enrolment import add_device
from hub.ingest.models import Hub
from hub.setting_up import begin, make_folder

MakeDevice = Callable[[], TestDevice]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> RunningHub:
    """A hub with one station, made once for those who copy it: making its tables takes seconds."""
    made = RunningHub(tmp_path_factory.mktemp("begun") / "hub", forks=forks)
    made.ok("init")
    made.ok("add-station", "--name", "Isi", "--municipality", "Bærum")
    return made


@pytest.fixture(params=["folder", "s3"])
def kept_in(request: pytest.FixtureRequest, settings: Any) -> str:
    """Whoever asks for it runs with either store."""
    settings.OMBRUK_BLOBS = "" if request.param == "folder" else request.getfixturevalue("bucket")
    return str(request.param)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server, for tests that need one whatever the others run on."""
    with cluster() as url:
        yield url


@pytest.fixture
def bucket(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket that this process can reach."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server.bucket()


@pytest.fixture(autouse=True)
def _passwords_for_tests(settings: Any) -> None:
    """Hashing is slow on purpose; that it is, is shown in test_hub_pages.py."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def hub(db: None, settings: Any, tmp_path: Path) -> Hub:
    settings.OMBRUK_FOLDER = Folder(tmp_path / "hub")
    settings.OMBRUK_HUB_KEY = ""
    # As `init` does, but for the tables: they are made once for all tests.
    make_folder()
    return begin()


@pytest.fixture
def officer(hub: object) -> Client:
    """Whoever works with the staff's pages, in English."""
    password = add_user("kari")
    client = Client(headers={"Accept-Language": "en"})
    client.post("/login/", {"username": "kari", "password": password})
    return client


@pytest.fixture
def station(hub: Hub) -> Station:
    return add_station("Isi", "Bærum")


@pytest.fixture
def new_device(station: Station) -> MakeDevice:
    """A device that no hub knows yet."""
    return lambda: TestDevice(in_process(Client()))


@pytest.fixture
def enrolled(station: Station, new_device: MakeDevice) -> MakeDevice:
    """A device that is enrolled and has a token."""

    def make() -> TestDevice:
        device = new_device()
        assert device.enrol(add_device(station)[1]).status == 200
        assert device.ask_token().status == 200
        return device

    return make


@pytest.fixture
def device(enrolled: MakeDevice) -> TestDevice:
    return enrolled()


@pytest.fixture
def shelf(device: TestDevice) -> TestDevice:
    """The counter of a municipality whose actors may fetch things."""
    return with_actors(device)
