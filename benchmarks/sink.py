"""A server that drops bodies and responds at once: `python -m benchmarks.sink DELAY_MS [CERT.PEM]`.

It listens on a free port of 127.0.0.1, prints its origin, and ends when its stdin does. Each of its
responses waits for DELAY_MS. A process of its own serves each connection, so that none waits for
another.
"""

from __future__ import annotations

import itertools
import json
import os
import select
import signal
import socket
import ssl
import sys
import time
from contextlib import suppress
from typing import Any

LARGE = 48 << 20
"""Over TLS a longer body is not decrypted: that would take half a core, of which the client has two
to itself in life."""
_BUFFER = memoryview(bytearray(1 << 20))
_IDS = itertools.count()


class Connection:
    """What a client sends over one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.reader = sock.makefile("rb")
        self.is_last = False

    def drop(self, size: int) -> None:
        """Drop so many bytes; after a long body over TLS nothing more can be received."""
        if size:
            size -= len(self.reader.read(min(size, len(self.reader.peek()))))
        if not isinstance(self.sock, ssl.SSLSocket):
            self._drop_in_kernel(size)
        elif size <= LARGE:
            for left in range(size, 0, -len(_BUFFER)):
                self.reader.read(min(left, len(_BUFFER)))
        else:
            while pending := self.sock.pending():
                size -= len(self.sock.recv(pending))
            self._drop_records(size)
            self.is_last = True

    def _drop_in_kernel(self, size: int) -> None:
        """Drop so many bytes where they are, 1 MiB at a time: to be woken costs more than that."""
        while size:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, min(size, len(_BUFFER)))
            select.select([self.sock], [], [])
            size -= self._receive(_BUFFER[:size], socket.MSG_TRUNC)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)

    def _drop_records(self, size: int) -> None:
        """Drop records of TLS 1.3 with so many bytes of content (RFC 8446, 5.2).

        Each has a head of five bytes, and 17 bytes beside its content.
        """
        begin = kept = 0  # where the next one begins in the buffer, and bytes of its head there
        while size or begin:
            count = kept + self._receive(_BUFFER[kept:], 0)
            while begin + 5 <= count:
                if _BUFFER[begin : begin + 3] != b"\x17\x03\x03":
                    raise EOFError
                length = _BUFFER[begin + 3] << 8 | _BUFFER[begin + 4]
                size -= length - 17
                begin += 5 + length
            kept = max(count - begin, 0)
            _BUFFER[:kept] = bytes(_BUFFER[count - kept : count])
            begin = max(begin - count, 0)

    def _receive(self, buffer: memoryview, flags: int) -> int:
        # Not SSLSocket's, which takes no flags.
        count = socket.socket.recv_into(self.sock, buffer, len(buffer), flags)
        if not count:
            raise EOFError
        return count


def respond(origin: str, method: str, target: str, body: bytes) -> tuple[str, str]:
    """Return the status and the body of a response: the API's, or that of an upload in parts."""
    if method in ("PUT", "HEAD"):
        return "200 OK" if method == "PUT" else "404 Not Found", ""
    path = target.partition("?")[0]
    if not path.startswith("/v1/"):
        kind = "Complete" if "uploadId=" in target else "Initiate"
        inside = "<Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId><ETag>1</ETag>"
        return "200 OK", f"<{kind}MultipartUploadResult>{inside}</{kind}MultipartUploadResult>"
    _, _, _, identifier, action = f"{path}//".split("/")[:5]
    if action == "upload-url":
        query = (
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=sink&X-Amz-Expires=3600"
            f"&X-Amz-Date={time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
            f"&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature={0:064}"
        )
        signed: dict[str, Any] = {
            "upload_url": f"{origin}/bucket/{identifier}.wav?{query}",
            "expires_at": "2099-01-01T00:00:00Z",
            "headers": {"Content-Type": "audio/wav"},
        }
        return "200 OK", json.dumps(signed)
    recording: dict[str, Any] = {
        "id": identifier or f"rec_{os.getpid()}_{next(_IDS)}",
        "status": "uploaded" if action else "pending",
        "created_at": "2026-01-15T11:00:00Z",
        "metadata": {},
    }
    if action and (sha256 := json.loads(body or "{}").get("content_sha256")):
        at = "2026-01-15T11:00:01Z"
        recording |= {"content_sha256": sha256, "content_sha256_verified_at": at}
    return "200 OK" if identifier else "201 Created", json.dumps(recording)


def serve(sock: socket.socket, origin: str, delay: float) -> None:
    """Respond to all requests of one connection."""
    connection = Connection(sock)
    reader = connection.reader
    while not connection.is_last and (first := reader.readline()):
        method, target, _ = first.decode("latin-1").split(" ")
        headers = {}
        while line := reader.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        if target == "/refused":  # and reset, as the body is not read
            sock.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        if "expect" in headers:
            time.sleep(delay)
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        size, body = int(headers.get("content-length", "0")), b""
        if "transfer-encoding" in headers:
            while size := int(reader.readline(), 16):
                connection.drop(size + 2)
            while reader.readline().strip():
                pass
        elif method == "POST":
            body = reader.read(size)
        else:
            connection.drop(size)
        status, text = respond(origin, method, target, body)
        kind = "xml" if text.startswith("<") else "json"
        head = [
            f"HTTP/1.1 {status}\r\nContent-Length: {len(text)}\r\nContent-Type: application/{kind}",
            'ETag: "sink-1"\r\nX-RateLimit-Limit: 1000000\r\nX-RateLimit-Remaining: 999999',
            f"X-RateLimit-Reset: {time.time() + 60:.0f}",
            *(["Connection: close"] if connection.is_last else []),
        ]
        time.sleep(delay)
        sock.sendall("\r\n".join([*head, "", text]).encode())


def main(delay_ms: str, certificate: str = "") -> None:
    """Serve until stdin ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # none of them is waited for
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if certificate:
        context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    scheme = "https" if certificate else "http"
    origin = f"{scheme}://localhost:{listening.getsockname()[1]}"
    print(origin, flush=True)
    while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
        sock, _ = listening.accept()
        if not os.fork():
            with suppress(EOFError, OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                secure = context.wrap_socket(sock, server_side=True) if certificate else sock
                serve(secure, origin, int(delay_ms) / 1000)
            return
        sock.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
