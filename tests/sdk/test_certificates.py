"""Which certificates are trusted, and what is said when they cannot be read or do not fit."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest
import trustme
from bota_emulator import Emulator
from bota_sdk import (
    ApiConnectionError,
    AsyncBota,
    Bota,
    BotaError,
    ConfigurationError,
    StorageConnectionError,
)
from bota_sdk._wire.tls import default_ssl_context

from tests.conftest import AUDIO
from tests.sdk.raw_server import raw_server, read_head
from tests.sdk.scripted_server import answer

WAV = AUDIO / "speech.wav"
RECORDING = answer(200, b'{"id": "rec_1", "status": "uploaded"}')


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str | Path], None]]:
    """Sets a variable that says which certificates are trusted, and unsets the others."""

    def set_only(name: str, value: str | Path) -> None:
        for each in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
            monkeypatch.delenv(each, raising=False)
        monkeypatch.setenv(name, str(value))
        default_ssl_context.cache_clear()

    yield set_only
    default_ssl_context.cache_clear()


def call(kind: type[Bota | AsyncBota], operation: Callable[[Any], Any], **options: Any) -> Any:
    async def run() -> Any:
        result = operation(kind(api_key="sk_test_emulator", **options))
        return await result if isinstance(result, Awaitable) else result

    return asyncio.run(run())


def server_context(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SSL_CERT_FILE", "none.pem", "No such file"),
        ("SSL_CERT_FILE", "garbage.pem", "no certificate"),
        ("SSL_CERT_FILE", ".", "Is a directory|Permission|unknown error"),
        ("SSL_CERT_DIR", "none", "No such file"),
        ("SSL_CERT_DIR", "garbage.pem", "Not a directory|directory name"),
        ("SSL_CERT_DIR", f"none{os.pathsep}neither", "No such file"),
        ("SSLKEYLOGFILE", "none/keys.log", "No such file"),
        ("SSLKEYLOGFILE", ".", "Is a directory|Permission"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named_before_any_request(
    trust: Callable[[str, str | Path], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    bota_emulator: Emulator,
    kind: type[Bota | AsyncBota],
    variable: str,
    value: str,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("garbage.pem").write_text("hello\n")
    trust(variable, value)

    connections: list[socket.socket] = []
    with raw_server(connections.append, server_context(trustme.CA(), "localhost")) as server:
        for operation in (
            lambda bota: bota.recordings.get("rec_1"),
            lambda bota: bota.upload(WAV, end_user_id="eu_1"),
        ):
            with pytest.raises(ConfigurationError, match=f"{variable} is .*({words})"):
                call(kind, operation, base_url=f"{server.url}/v1")
    assert connections == []
    # Plain http has no use for any of them.
    url = bota_emulator.base_url
    assert call(kind, lambda bota: bota.upload(WAV, end_user_id="eu_1"), base_url=url).verified


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_one_store_is_trusted_by_all(
    monkeypatch: pytest.MonkeyPatch, bota_emulator_tls: Emulator, kind: type[Bota | AsyncBota]
) -> None:
    # The standard library's is another one, and in a slim container or on macOS an empty one.
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(certifi, "where", lambda: str(bota_emulator_tls.ca_file))
    default_ssl_context.cache_clear()

    async def there_and_back() -> bytes:
        bota = kind(base_url=bota_emulator_tls.base_url, api_key=bota_emulator_tls.api_key)
        receipt: Any = bota.upload(WAV, end_user_id="eu_1")
        receipt = await receipt if isinstance(receipt, Awaitable) else receipt
        target = io.BytesIO()
        done: Any = bota.download(receipt.recording_id, target)
        _ = await done if isinstance(done, Awaitable) else done
        return target.getvalue()

    try:
        assert asyncio.run(there_and_back()) == WAV.read_bytes()
    finally:
        default_ssl_context.cache_clear()


def test_one_folder_of_several_is_enough(
    trust: Callable[[str, str | Path], None], tmp_path: Path
) -> None:
    trust("SSL_CERT_DIR", f"{tmp_path / 'none'}{os.pathsep}{tmp_path}")
    assert default_ssl_context().verify_mode is ssl.CERT_REQUIRED


def test_the_storages_certificates_are_looked_at_before_the_callers_client_sends(
    trust: Callable[[str, str | Path], None],
) -> None:
    trust("SSL_CERT_FILE", "/none.pem")
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"id": "rec_1", "status": "pending"})

    with httpx.Client(transport=httpx.MockTransport(respond)) as http_client:
        bota = Bota(
            api_key="sk_test_x", base_url="https://api.bota.dev/v1", http_client=http_client
        )
        assert bota.recordings.get("rec_1").id == "rec_1"
        with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
            bota.upload(WAV, end_user_id="eu_1")
    assert len(requests) == 1


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize("over", ["pool", "http_client"])
@pytest.mark.parametrize(
    ("is_trusted", "names", "common_name", "words"),
    [
        (False, ["localhost"], None, "certificate"),
        (True, ["other.example"], None, "localhost"),
        # RFC 9525: the common name is no name of a server, also where there is no other one.
        (True, ["other.example"], "localhost", "localhost"),
        (True, ["someone@other.example"], "localhost", "localhost"),
    ],
)
def test_a_certificate_that_does_not_fit_is_refused_once(
    trust: Callable[[str, str | Path], None],
    tmp_path: Path,
    sleeps: list[float],
    kind: type[Bota | AsyncBota],
    over: str,
    is_trusted: bool,
    names: list[str],
    common_name: str | None,
    words: str,
) -> None:
    authority = trustme.CA()
    (authority if is_trusted else trustme.CA()).cert_pem.write_to_path(tmp_path / "ca.pem")
    trust("SSL_CERT_FILE", tmp_path / "ca.pem")
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(RECORDING)

    options: dict[str, Any] = {}
    if over == "http_client":
        verify = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        verify.hostname_checks_common_name = False
        owner = httpx.Client if kind is Bota else httpx.AsyncClient
        options = {"http_client": owner(verify=verify)}
    tls = server_context(authority, *names, common_name=common_name)
    with raw_server(serve, tls) as server, pytest.raises(ApiConnectionError, match=words):
        call(
            kind, lambda bota: bota.recordings.get("rec_1"), base_url=f"{server.url}/v1", **options
        )
    assert (heads, sleeps) == ([], [])


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_a_storage_that_is_not_trusted_is_asked_once(
    trust: Callable[[str, str | Path], None],
    tmp_path: Path,
    sleeps: list[float],
    kind: type[Bota | AsyncBota],
) -> None:
    issued = trustme.CA().issue_cert("127.0.0.1", "localhost")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "storage.pem")
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
    trust("SSL_CERT_FILE", tmp_path / "ca.pem")
    with Emulator(storage_certificate=tmp_path / "storage.pem") as emulator:
        with pytest.raises(StorageConnectionError, match="certificate"):
            call(
                kind, lambda bota: bota.upload(WAV, end_user_id="eu_1"), base_url=emulator.base_url
            )
    assert sleeps == []


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize("proxy", ["gopher://proxy.example:70", "socks9://proxy.example:1080"])
def test_a_proxy_of_an_unknown_kind_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, sleeps: list[float], kind: type[Bota | AsyncBota], proxy: str
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(BotaError) as caught:
        call(kind, lambda bota: bota.recordings.get("rec_1"), base_url="https://api.bota.dev/v1")
    assert isinstance(caught.value, ConfigurationError)
    assert sleeps == []
