"""Servers that answer as a test says, and what the generated programs are told of them."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def target(
    file: Path, port: int, *options: str, log: Path = Path("/var/log/lab/error.log")
) -> Path:
    """Write the file that says how the service on *port* is asked: at /, with an answer within 5 s, unless *options* say otherwise."""
    usual = (
        "--address=127.0.0.1",
        f"--port={port}",
        "--host=localhost",
        "--path=/",
        "--timeout=5",
        f"--log={log}",
    )
    file.write_text("".join(f"{option}\n" for option in (*usual, *options)))
    return file


@contextlib.contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port whose every connection is handed to *answer*."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    threading.Thread(target=handle, args=(connection,), daemon=True).start()

        def handle(connection: socket.socket) -> None:
            with contextlib.suppress(OSError), connection:
                answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def says(*parts: bytes, pause: float = 0) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(1024)
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)

    return answer


def status_line(text: str) -> bytes:
    return f"HTTP/1.1 {text}\r\nContent-Length: 0\r\n\r\n".encode()
