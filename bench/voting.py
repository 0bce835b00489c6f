"""A thousand people voting at once, over loopback: how fast, and is every acknowledged vote there once?

Run: python bench/voting.py [--people 1000] [--seconds 60] [--think 3] [--only sqlite|postgresql]

The web process is the one that an installation runs (gunicorn, two workers of eight threads), against the
embedded database and against a PostgreSQL of its own that waits for the disk. Each person sends a vote, waits
for the acknowledgement, thinks `think` seconds on average, and votes on. Every run is done twice: once
quietly, and once in which halfway all web processes are killed (SIGKILL) and started again; a person whose
vote was not acknowledged sends the same vote again, as the page does. Afterwards the votes in the database
are held against those that were acknowledged. Exits with 1 when one is missing, stands there twice, or was
never sent. What did not answer 200 is told on standard error, by status; 0 is no answer at all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parents[1]
STATEMENTS = 60
JOINERS = 40  # so many come in at the same time; the minute itself is of all
PATIENCE = 20.0  # seconds before a person sends the same vote again


@dataclass
class Tally:
    """What the people saw. sent: drafts that ever left; kept: those that were acknowledged."""

    sent: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    again: int = 0
    answers: Counter[int] = field(default_factory=Counter)


class Server:
    """gunicorn on a port of its own, in a group of processes that can be killed at once."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port = environment, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        serve = f"gunicorn houtskool.wsgi --bind 127.0.0.1:{self.port} --workers 2 --threads 8 --backlog 2048"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *serve.split(), "--log-level", "error", "--no-control-socket"],
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("the web process does not answer")

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Person:
    """One device: its own cookie and connection, one vote under way at a time."""

    def __init__(self, number: int, port: int, code: str, tally: Tally) -> None:
        self.number, self.port, self.code, self.tally = number, port, code, tally
        self.cookies: dict[str, str] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.random = random.Random(number)

    async def come_in(self) -> None:
        await self.ask("GET", f"/stemmen/{self.code}/")
        token = self.cookies.get("csrftoken", "")
        status, _ = await self.ask(
            "POST",
            f"/stemmen/{self.code}/",
            f"csrfmiddlewaretoken={token}".encode(),
            "application/x-www-form-urlencoded",
        )
        if status != 302 or not any(name.startswith("stem-") for name in self.cookies):
            raise SystemExit(f"coming in gave {status}, cookies {sorted(self.cookies)}")

    async def vote_until(self, end: float, think: float) -> None:
        # People do not press at the same moment.
        await asyncio.sleep(self.random.uniform(0, think))
        while time.monotonic() < end:
            # Never drawn from the seed: both runs may share a database, where a draft counts once for all.
            draft = str(uuid.uuid4())
            body = json.dumps(
                {
                    "votes": [
                        {
                            "draft": draft,
                            "number": self.random.randint(1, STATEMENTS),
                            "value": self.random.choice((1, -1, 0)),
                            "age": 0,
                        }
                    ],
                    "want": 0 if self.random.random() < 0.8 else 10,
                }
            ).encode()
            self.tally.sent.add(draft)
            began = time.monotonic()
            while True:
                try:
                    status, answer = await asyncio.wait_for(
                        self.ask("POST", f"/stemmen/{self.code}/sturen/", body, "application/json"), PATIENCE
                    )
                except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
                    status, answer = 0, b""
                    self.drop()
                self.tally.answers[status] += 1
                if status == 200 and draft in json.loads(answer)["kept"]:
                    self.tally.kept.add(draft)
                    self.tally.seconds.append(time.monotonic() - began)
                    break
                if time.monotonic() > end + PATIENCE:
                    return
                self.tally.again += 1
                await asyncio.sleep(self.random.uniform(0.5, 2))
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * think)

    async def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """One request. A connection that the server closed in between is opened anew, as a browser does."""
        if self.writer is not None:
            try:
                return await self._ask(method, path, body, kind)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.drop()
        return await self._ask(method, path, body, kind)

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Content-Length: {len(body)}",
            *([f"Content-Type: {kind}"] if kind else []),
            *([f"Cookie: {cookies}"] if cookies else []),
        ]
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        headers = [line.partition(": ") for line in lines[1:] if line]
        length, close, chunked = 0, False, False
        for name, _, value in headers:
            match name.lower():
                case "content-length":
                    length = int(value)
                case "connection":
                    close = value.lower() == "close"
                case "transfer-encoding":
                    chunked = "chunked" in value.lower()
                case "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
        answer = await self._chunks() if chunked else await self.reader.readexactly(length)
        if close:
            self.drop()
        return status, answer

    async def _chunks(self) -> bytes:
        assert self.reader is not None
        whole = b""
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            whole += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return whole

    def drop(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def meet(server: Server, code: str, tally: Tally, given: argparse.Namespace, *, killed: bool) -> None:
    people = [Person(number, server.port, code, tally) for number in range(given.people)]
    gate = asyncio.Semaphore(JOINERS)

    async def come_in(person: Person) -> None:
        async with gate:
            await person.come_in()

    await asyncio.gather(*(come_in(person) for person in people))
    end = time.monotonic() + given.seconds
    voting = asyncio.gather(*(person.vote_until(end, given.think) for person in people))
    if killed:
        await asyncio.sleep(given.seconds / 2)
        server.kill()
        await asyncio.sleep(1)
        await asyncio.to_thread(server.start)
    await voting
    for person in people:
        person.drop()


def python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout.strip()


def once(database: str, given: argparse.Namespace, *, killed: bool) -> bool:
    """One run; prints its row. Whether every acknowledged vote is there once, and nothing else is."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HOUTSKOOL_FOLDER": folder,
            "DJANGO_SETTINGS_MODULE": "houtskool.settings",
            # All thousand come from one address here.
            "HOUTSKOOL_VOTING_PER_NETWORK": "100000000",
        }
        python(environment, "-m", "django", "migrate", "-v", "0")
        script = str(ROOT / "bench" / "parts" / "voting_room.py")
        code = python(environment, script, "make", str(STATEMENTS))
        server, tally = Server(environment, port), Tally()
        server.start()
        try:
            asyncio.run(meet(server, code, tally, given, killed=killed))
        finally:
            server.kill()
        there = json.loads(python(environment, script, "drafts", code))
    counted = Counter(there)
    missing = sum(draft not in counted for draft in tally.kept)
    twice = sum(number > 1 for number in counted.values())
    strange = sum(draft not in tally.sent for draft in counted)
    if refused := {status: number for status, number in tally.answers.items() if status != 200}:
        print(f"{database}: {refused}", file=sys.stderr)
    cuts = quantiles(tally.seconds, n=100) if len(tally.seconds) > 1 else [float("nan")] * 99
    print(
        f"| {database} | {'killed halfway' if killed else 'quiet'} | {len(tally.kept)} | "
        f"{len(tally.kept) / given.seconds:.0f} | {1000 * cuts[49]:.0f} | {1000 * cuts[94]:.0f} | "
        f"{tally.again} | {missing} | {twice} | {strange} |",
        flush=True,
    )
    return not (missing or twice or strange)


def both(database: str, given: argparse.Namespace) -> bool:
    quiet = once(database, given, killed=False)
    return once(database, given, killed=True) and quiet


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=3)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        return 0 if both("postgresql", given) else 1
    print(f"{given.people} people, {given.seconds:g} s, {given.think:g} s between votes; times in ms")
    print("| database | run | kept | per second | median | p95 | sent again | missing | twice | strange |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    whole = True
    if given.only != "postgresql":
        whole = both("sqlite", given)
    if given.only != "sqlite":
        again = [sys.executable, __file__, f"--people={given.people}", f"--seconds={given.seconds}"]
        done = subprocess.run(
            ["tools/with-postgres", *again, f"--think={given.think}"],
            cwd=ROOT,
            env={**os.environ, "FSYNC": "on"},
            check=False,
        )
        whole = done.returncode == 0 and whole
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
