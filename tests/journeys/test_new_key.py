"""The key of a counter is changed while it works."""

from pathlib import Path

import pytest
from counter import Clock, Counter
from hub_process import Hub, Pc

from domain.refused import Refused
from station_app.sync import key_change
from station_app.sync.cycle import Cycle
from station_app.sync.enrolment import enrol
from station_app.sync.exchange import Offline, Reply, Request
from station_app.sync.keys import key_store
from station_app.sync.transport import Transport


def test_everything_goes_on_with_the_new_key_and_a_copy_of_the_old_one_is_of_no_use(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = Pc(tmp_path / "pc").enrol(hub)
    counter = Counter(pc.folder, Clock())
    counter.register()
    running = Cycle(counter.station)
    running.run()
    old = (pc.folder / "device-key.json").read_bytes()

    # Changed by another program: the one that sends finds out and takes the new key.
    assert pc("new-key")["thumbprint"]
    counter.register()
    assert running.run().acknowledged == 1
    assert (pc.folder / "device-key.json").read_bytes() != old

    # The answer is lost: the next contact finds that the hub knows the next key.
    class LossyWay(Transport):
        def send(self, request: Request) -> Reply:
            reply = super().send(request)
            if request.path.endswith("/key"):
                raise Offline("cut_off")
            return reply

    monkeypatch.setattr(key_change, "Transport", LossyWay)
    with pytest.raises(Refused, match="hub_unreachable"):
        key_change.change_key(counter.station)
    counter.register()
    assert Cycle(counter.station).run().acknowledged == 1
    assert not (pc.folder / "next-device-key.json").exists()
    assert counter.station.outbox.not_applied() == ()

    # Whoever took the disk before is locked out.
    (pc.folder / "device-key.json").write_bytes(old)
    with pytest.raises(Refused, match="key_revoked"):
        Cycle(counter.station).run()
    counter.station.close()
    assert len(hub("keys", "1")["keys"]) == 3
    assert hub("verify")["ok"]


@pytest.mark.parametrize("asked_meanwhile", [True, False])
def test_a_key_that_the_hub_never_heard_of_takes_the_place_of_none(
    both: tuple[Hub, Pc], monkeypatch: pytest.MonkeyPatch, asked_meanwhile: bool
) -> None:
    """Changing the key failed on the way, then the device was taken out and enrolled anew; a window sends all along."""
    hub, pc = both
    counter = Counter(pc.folder, Clock())
    station = counter.station
    counter.register()
    running = Cycle(station)
    running.run()

    class BrokenWay(Transport):
        def send(self, request: Request) -> Reply:
            if request.path.endswith("/key"):
                raise Offline("cut_off")
            return super().send(request)

    monkeypatch.setattr(key_change, "Transport", BrokenWay)
    with pytest.raises(Refused, match="hub_unreachable"):
        key_change.change_key(station)
    hub("revoke-device", "1")
    if asked_meanwhile:
        with pytest.raises(Refused, match="key_revoked"):
            running.run()
    enrol(station, hub.url, hub.code(), key_store(station.folder, station.identity.device, station.config.keystore))
    for sending in (running, Cycle(station)):
        counter.register()
        assert sending.run().acknowledged == 1
    station.close()
