"""Certificates for tests, made by openssl."""

import shutil
import ssl
import subprocess
import warnings
from pathlib import Path

from . import serving


class Authority:
    """A certificate authority, with one certificate for the server and one for a client."""

    def __init__(self, directory: Path) -> None:
        if not shutil.which("openssl"):
            serving.missing("openssl")
        self.directory = directory
        subject = ("-subj", "/CN=wsgigen tests", "-addext", "basicConstraints=critical,CA:TRUE")
        self._openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            *subject,
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        )
        for name in ("server", "client"):
            self._openssl(
                *(
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-CA",
                    "ca.pem",
                    "-CAkey",
                    "ca.key",
                ),
                *("-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:FALSE"),
                *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
                *("-keyout", f"{name}.key", "-out", f"{name}.pem"),
            )
        for file in directory.iterdir():
            file.chmod(0o644)

    def _openssl(self, *words: str) -> None:
        subprocess.run(
            ["openssl", *words], cwd=self.directory, check=True, capture_output=True, timeout=60
        )

    @property
    def ca(self) -> Path:
        return self.directory / "ca.pem"

    def pair(self, name: str) -> tuple[Path, Path]:
        """The certificate and the key of server or client."""
        return self.directory / f"{name}.pem", self.directory / f"{name}.key"

    def context(
        self, version: ssl.TLSVersion | None = None, client: bool = False
    ) -> ssl.SSLContext:
        """Return a client's context that trusts the server.

        Of one version of TLS if given; with a certificate of its own if *client*.
        """
        context = ssl.create_default_context(cafile=str(self.ca))
        if version:
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore", DeprecationWarning
                )  # of the versions that must be refused
                context.minimum_version = context.maximum_version = version
        if client:
            context.load_cert_chain(*self.pair("client"))
        return context
