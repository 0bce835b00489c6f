"""`houtskool demo`: an example in a folder of its own, a worker, and a server on this machine only."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

MARK = "voorbeeld.json"
REFERENCE_DATE = "2019-01-15"


class Refused(Exception):
    """The example cannot be started here; the message says why and what to do."""


def default_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "houtskool" / "voorbeeld"


def run(folder: Path | None, port: int, fresh: bool) -> int:
    """Prepare the example, serve it until interrupted, and leave nothing running.

    Raises Refused when this is a place for real data: a database address is set, or the folder holds
    something that no example made.
    """
    folder = (folder or default_folder()).resolve()
    refuse_real_data(folder)
    port = port or _free_port()
    environment = example_environment(folder, port)
    address = environment["HOUTSKOOL_BASE_URL"] + "/"
    # Before anything is thrown away: it may be this very example that answers.
    if _answers(address):
        raise Refused(f"poort {port} is al in gebruik. Kies een andere met --port.")
    if fresh and (folder / MARK).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    password = prepare(folder, environment)
    python = [sys.executable, "-m"]
    worker = subprocess.Popen(
        [*python, "houtskool.cli", "worker"], env=environment, stdout=subprocess.DEVNULL
    )
    serve = f"gunicorn houtskool.wsgi --bind 127.0.0.1:{port} --threads 8 --log-level warning"
    web = subprocess.Popen([*python, *serve.split(), "--no-control-socket"], env=environment)
    # SIGHUP too: when a terminal closes, gunicorn would take it as a wish to load anew, and live on.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        while not _answers(address):
            if web.poll() is not None:
                raise Refused("de webserver stopte meteen; de melding staat hierboven.")
            time.sleep(0.1)
        _greet(address, password)
        return web.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (web, worker):
            process.terminate()
        for process in (web, worker):
            process.wait()


def prepare(folder: Path, environment: dict[str, str]) -> str:
    """Bring the example in this folder up to date, built where it is not there yet; everybody's password."""
    password = _password(folder)
    if subprocess.run([sys.executable, "-m", "houtskool.demo.load", password], env=environment).returncode:
        raise Refused("het voorbeeld kon niet worden klaargezet. Begin opnieuw met --fresh.")
    return password


def refuse_real_data(folder: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        raise Refused(
            "DATABASE_URL staat aan; het voorbeeld werkt alleen met een eigen database. Zet die uit."
        )
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Refused(
            f"de map {folder} is niet leeg en niet van het voorbeeld. Kies een andere met --folder."
        )


def example_environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "houtskool.settings",
        "HOUTSKOOL_FOLDER": str(folder),
        "HOUTSKOOL_EXAMPLE": "1",
        "HOUTSKOOL_REFERENCE_DATE": REFERENCE_DATE,
        "HOUTSKOOL_MUNICIPALITY": "Haarlem",
        "HOUTSKOOL_MUNICIPALITY_URI": "https://identifier.overheid.nl/tooi/id/gemeente/gm0392",
        # An address that cannot be that of the real municipality: the letter says where an objection goes.
        "HOUTSKOOL_OBJECTIONS": "Postbus 0 (voorbeeld), 0000 AA Haarlem",
        "HOUTSKOOL_BASE_URL": f"http://127.0.0.1:{port}",
        "HOUTSKOOL_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "HOUTSKOOL_HOSTS": "127.0.0.1 localhost",
    }


def _password(folder: Path) -> str:
    """One password for every example user, made once per folder, so that no published one can ever work."""
    mark = folder / MARK
    if not mark.exists():
        mark.write_text(json.dumps({"wachtwoord": f"schets-{secrets.token_hex(4)}"}), encoding="utf-8")
        mark.chmod(0o600)
    password: str = json.loads(mark.read_text(encoding="utf-8"))["wachtwoord"]
    return password


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(address: str) -> bool:
    """Whether something speaks at this address of this machine: never asked through a proxy."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(address + "account/aanmelden/", timeout=5)
    except (urllib.error.HTTPError, http.client.HTTPException):
        return True
    except OSError:
        return False
    return True


def _greet(address: str, password: str) -> None:
    from houtskool.demo.people import EXAMPLE_USERS

    print(f"Houtskool draait op {address}", flush=True)
    print(f"\nMeld u aan met een van deze adressen; het wachtwoord is steeds {password}")
    for email, _, role in EXAMPLE_USERS:
        print(f"  {role:<18} {email}")
    print("\nStoppen: Ctrl+C. Alles wat u hier ziet over mensen en bedragen is verzonnen.", flush=True)
