"""Sending to a hub that speaks TLS by itself, with a certificate that the PC trusts, and with one that it does not."""

import http.client
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from forked import Forks
from hub_process import Hub, Pc

from domain.refused import Refused
from hub import certificate
from hub.called import headers
from hub.certificate import Certificate
from hub.errors import words


class Authority(NamedTuple):
    """Who the municipality's certificate is from: a file for PCs that trust it, and what the hub serves with."""

    root: Path
    serve: tuple[str, ...]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    tmp_path = tmp_path_factory.mktemp("authority")
    made = trustme.CA(organization_name="Bærum")
    issued = made.issue_cert("localhost", "127.0.0.1")
    root, chain, key = tmp_path / "root.pem", tmp_path / "chain.pem", tmp_path / "key.pem"
    made.cert_pem.write_to_path(root)
    issued.private_key_pem.write_to_path(key)
    for part in issued.cert_chain_pems:
        part.write_to_path(chain, append=True)
    return Authority(root, ("--certificate", str(chain), "--key", str(key)))


@pytest.fixture(scope="module")
def hub(forks: Forks, tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("served") / "hub"
    hub = Hub(folder, {"OMBRUK_HUB_URL": "https://localhost"}, authority.serve, forks=forks).with_a_station().start()
    yield hub
    hub.stop()


def test_a_counter_sends_by_tls_to_whom_its_pc_trusts(hub: Hub, authority: Authority, tmp_path: Path) -> None:
    assert hub.url.startswith("https://127.0.0.1:")
    stranger = Pc(tmp_path / "stranger")
    refused = stranger("enrol", "--hub", hub.url, "--code", hub.code(), expect=3)
    assert (refused["code"], "sertifikat" in refused["error"]) == ("hub_unreachable", True), refused
    pc = Pc(tmp_path / "pc", {"SSL_CERT_FILE": str(authority.root)}).enrol(hub)
    pc("register", "--category", "chair", "--condition", "good", "--kg", "4,2")
    pc("sync")
    assert hub("figures")["registered"] == {"pieces": 1, "grams": 4200}


def test_an_older_tls_and_none_are_refused(hub: Hub, authority: Authority) -> None:
    old = ssl.create_default_context(cafile=authority.root)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    port = int(hub.url.rpartition(":")[2])
    with pytest.raises(ssl.SSLError):
        http.client.HTTPSConnection("127.0.0.1", port, context=old, timeout=30).request("GET", "/")
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    plain.request("GET", "/")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain.getresponse()
    plain.close()


def test_the_staffs_cookies_are_for_tls_only(hub: Hub, authority: Authority) -> None:
    known = ssl.create_default_context(cafile=authority.root)
    line = http.client.HTTPSConnection("127.0.0.1", int(hub.url.rpartition(":")[2]), context=known, timeout=30)
    line.request("GET", "/login/")
    answer = line.getresponse()
    answer.read()
    assert "Secure" in (answer.headers["Set-Cookie"] or "")
    assert answer.headers["Strict-Transport-Security"]
    line.close()


def test_what_a_proxy_would_say_counts_for_nothing_where_there_is_none() -> None:
    said = {"x-forwarded-for": "10.0.0.1", "x-forwarded-proto": "https", "accept": "*/*"}

    def told(scheme: str) -> Any:
        return SimpleNamespace(scheme=scheme, headers=said)

    assert headers(told("https")) == [("accept", "*/*")]
    assert len(headers(told("http"))) == 3


def test_a_certificate_that_cannot_be_used_is_said_so(hub: Hub, authority: Authority, tmp_path: Path) -> None:
    _, chain, _, key = authority.serve
    serve = ("serve", "--port", "0")
    for wrong in (chain, str(tmp_path / "none")):
        assert hub(*serve, "--certificate", chain, "--key", wrong, expect=3)["code"] == "certificate_unusable"
    assert hub(*serve, "--certificate", chain, expect=2)["code"] == "usage"
    old = trustme.CA().issue_cert("localhost", not_after=datetime(2026, 1, 31, tzinfo=UTC))
    old.private_key_and_cert_chain_pem.write_to_path(tmp_path / "old.pem")
    past = hub(*serve, "--certificate", str(tmp_path / "old.pem"), "--key", str(tmp_path / "old.pem"), expect=3)
    assert "2026-01-31" in past["error"]
    unnamed = Hub(hub.folder)
    assert unnamed(*serve, "--certificate", chain, "--key", key, expect=3)["code"] == "hub_url_not_https"


def test_how_long_the_certificate_is_valid_is_said_before_it_ends(
    hub: Hub, authority: Authority, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    until = Certificate(Path(authority.serve[1]), Path(authority.serve[3])).check()
    days = (until - datetime.now(UTC)).days
    assert Hub(hub.folder, {"OMBRUK_HUB_URL": hub.url})("doctor")["certificate_days"] == days
    assert hub("doctor")["certificate_days"] is None, "nothing answers at the usual port here"
    monkeypatch.setenv("OMBRUK_CERTIFICATE_UNTIL", "")
    for left, said in ((timedelta(days=22), False), (timedelta(days=20), True)):
        certificate.tell_processes(datetime.now(UTC) + left)
        assert ("is valid until" in caplog.text, certificate.ends_soon() is not None) == (said, said)


@pytest.mark.parametrize(
    ("key", "usable"),
    [
        (ec.generate_private_key(ec.SECP384R1()), True),
        (ed25519.Ed25519PrivateKey.generate(), True),
        (ec.generate_private_key(ec.SECP521R1()), False),
    ],
    ids=["P-384", "Ed25519", "P-521"],
)
def test_a_kind_of_key_with_which_nothing_could_be_served_is_said_so_at_once(
    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, usable: bool, tmp_path: Path
) -> None:
    """OpenSSL takes it, the server does not."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    hashed = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    chain, private = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(made.sign(key, hashed).public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    if usable:
        Certificate(chain, private).check()
        return
    with pytest.raises(Refused) as refused:
        Certificate(chain, private).check()
    assert "P-384" in words(refused.value).error
