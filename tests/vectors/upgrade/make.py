#!/usr/bin/python3
"""Makes what a station and a plant of an older version leave behind when their process is killed.

Usage: make.py HANDOFF FOLDER

HANDOFF is the older program (handoff.dll, run by dotnet, or an executable), FOLDER where its fixture goes, named after the version (see README.md).
Needs Debian's postgresql, rabbitmq-server and faketime. The clocks of the program and of the database stand in June 2025: wherever the fixture is opened, it is from the past.
"""

import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 180
BEGINS = datetime.datetime(2025, 6, 1, 14, 0, tzinfo=datetime.timezone.utc)
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
ROOT = os.geteuid() == 0

CONTRACT = """smart_contract_id: {id}
clientpo_id: CPO-2025-001
contract_type: test
test_type: CP
sequence_number: 2
routing_trigger:
  type: workflow_complete
  is_final_contract: true
"""

# Package, what the Vault Hub does with it, what the Floor Hub does with it, and how its legs stand when the process is killed.
PACKAGES = [
    ("PKG-DONE-1", "take", "take", "complete", "complete"),
    ("PKG-DONE-2", "take", None, "complete", "not_applicable"),
    ("PKG-DONE-3", "fail once", "take", "complete", "complete"),
    ("PKG-RETRY", "later", "take", "retry_pending", "complete"),
    ("PKG-HALF", "take", "later", "complete", "retry_pending"),
    ("PKG-HELD", "take", "take", "complete", "held"),
    ("PKG-REFUSED", "refuse", "take", "escalated", "complete"),
    ("PKG-TIRED", "take", "fail", "complete", "escalated"),
    ("PKG-OPEN", "hang", "hang", "transferring", "transferring"),
    ("PKG-WAITING", "take", "take", "preparing", "preparing"),
]


def clock():
    """The environment of a process whose clock stands in the past."""
    if not os.path.exists(FAKETIME):
        sys.exit("There is no libfaketime: apt-get install faketime")
    return {"LD_PRELOAD": FAKETIME, "FAKETIME": f"{SHIFT:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}


SHIFT = int(BEGINS.timestamp() - time.time())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, is_true):
    ends = time.monotonic() + PATIENCE
    while not is_true():
        if time.monotonic() > ends:
            sys.exit(f"{what}: not within {PATIENCE} s")
        time.sleep(0.1)


class Hub:
    """Takes packages, or does what the table says instead."""

    def __init__(self, column):
        self.column, self.accepted, self.seen = column, [], {}
        self.over = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                hub.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, request, body):
        key = request.headers["Idempotency-Key"].strip('"')
        transfer, leg = key.split(":")
        package = transfer.removeprefix("XFER-")
        does = next(row[self.column] for row in PACKAGES if row[0] == package)
        self.seen[key] = self.seen.get(key, 0) + 1
        if does == "hang":
            self.over.wait()
            return
        if does == "refuse":
            return self.send(request, 400, {"title": "The order is not known."})
        if does in ("later", "fail") or (does == "fail once" and self.seen[key] == 1):
            return self.send(request, 503, {"title": "Busy."}, {"Retry-After": "3600"} if does == "later" else {})
        self.accepted.append(key)
        self.send(request, 200, {
            "transfer_id": transfer, "leg": leg, "disposition": "accepted", "payload_sha256": hashlib.sha256(body).hexdigest(),
            "receipt_id": f"R-{len(self.accepted)}", "received_by": "hub-1",
        })

    @staticmethod
    def send(request, status, document, headers={}):
        body = json.dumps(document).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def close(self):
        self.over.set()
        self.server.shutdown()


class Site:
    """A station, or one replica of a plant, in a process of the older program."""

    def __init__(self, handoff, folder, settings):
        self.folder, self.data = folder, folder / "data"
        self.run = ["dotnet", handoff] if handoff.endswith(".dll") else [handoff]
        self.vault, self.floor = Hub(1), Hub(2)
        (folder / "contracts").mkdir(parents=True)
        (folder / "contracts" / "SC-2025-001-CP-TEST1.yaml").write_text(CONTRACT.format(id="SC-2025-001-CP-TEST1"))
        self.cli("guardian", "keygen", "--out", str(folder / "keys"), "--kid", "guardian-then")
        shutil.copy(folder / "keys" / "guardian.jwks.json", folder / "guardian.jwks.json")
        self.url = f"http://127.0.0.1:{free_port()}"
        self.settings = {
            "DataFolder": str(self.data), "Contracts__Folder": str(folder / "contracts"), "Guardian__Jwks": str(folder / "guardian.jwks.json"), "Api__Urls": self.url,
            "Hubs__Vault__Url": self.vault.url, "Hubs__Floor__Url": self.floor.url, "Hubs__Vault__Concurrency": "1", "Hubs__Floor__Concurrency": "1",
            "Hubs__Vault__Timeout": "10m", "Hubs__Floor__Timeout": "10m",
            "Redelivery__Delays": "1s,1s", "Redelivery__AfterEscalation": "15m", **settings,
        }
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen(
            [*self.run, "run"], stdout=self.log, stderr=subprocess.STDOUT, cwd=folder,
            env={**os.environ, **clock(), **{"HANDOFF_" + key: value for key, value in self.settings.items()}})
        until("handoff run", lambda: self.process.poll() is None and self.get("health/ready") is not None)

    def cli(self, *arguments, settings=None):
        environment = {**os.environ, **{"HANDOFF_" + key: value for key, value in (settings or {}).items()}}
        return subprocess.run([*self.run, *arguments], check=True, stdout=subprocess.PIPE, env=environment).stdout

    def get(self, path):
        try:
            with urllib.request.urlopen(f"{self.url}/{path}", timeout=20) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def post(self, body):
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{self.url}/signoffs", body, {"Content-Type": "application/json"}), timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def sign(self, signoff):
        (self.folder / "unsigned.json").write_text(json.dumps(signoff))
        return self.cli("guardian", "sign", str(self.folder / "unsigned.json"), "--key", str(self.folder / "keys" / "guardian.private.jwk.json"))

    def legs(self, package):
        transfer = self.get(f"transfers/{package}")
        return transfer and (transfer["vault_status"], transfer["next_node_status"])

    def hand_in_everything(self):
        for package, _, floor, *legs in PACKAGES:
            self.expect(202, self.sign(signoff(package, floor)))
            until(f"{package} is {legs}", lambda: self.legs(package) == tuple(legs))
        done = signoff("PKG-DONE-1", "take")
        self.expect(200, self.sign(done))
        self.expect(409, self.sign({**done, "test_id": "SC-2025-001-OTHER"}))
        forged = json.loads(self.sign(signoff("PKG-FORGED", "take")))
        self.expect(401, json.dumps({**forged, "test_id": "SC-2025-001-OTHER"}).encode())
        self.expect(422, self.sign({**signoff("PKG-CROOKED", "take"), "package_type": "test_results"}))

    def expect(self, status, body):
        answered = self.post(body)
        if answered != status:
            sys.exit(f"{answered} instead of {status} for {body.decode()}")

    def contents(self, published):
        """What the older version says itself, and what the hubs have."""
        return {
            "made_by": self.cli("--version").decode().strip(),
            "transfers": [self.get(f"transfers/{package}") for package, *_ in PACKAGES],
            "rejected": self.get("rejected")["items"],
            "accepted": sorted(self.vault.accepted + self.floor.accepted),
            "ledger_entries": published,
        }

    def published(self):
        checkpoint = self.data / "ledger" / "checkpoint"
        return int(checkpoint.read_text().splitlines()[1]) if checkpoint.exists() else 0

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.vault.close()
        self.floor.close()


def signoff(package, floor):
    trigger = {"type": "workflow_complete", "vault_transfer": True, "is_final_contract": True} if floor is None else {
        "type": "next_node", "next_station": "NODE-CP-001", "vault_transfer": True, "is_final_contract": False,
        "next_contract": "SC-2025-001-LATE.yaml" if package == "PKG-HELD" else "SC-2025-001-CP-TEST1.yaml",
    }
    return {
        "package_id": package, "clientpo_id": "CPO-2025-001", "test_id": "SC-2025-001-LP-TEST1", "node_id": "NODE-LP-001",
        "approvals": [{"role": "level_iii_inspector", "name": "J. Doe", "signed_at": "2025-06-01T13:58:11.000Z", "meaning": "approved"}],
        "test_data": {
            "smart_contract_id": "SC-2025-001-LP-TEST1", "part_id": "PART-0001", "part_number": "PN-7781", "completion_timestamp": "2025-06-01T13:57:59.120Z",
            "results": {"indications": 0, "dwell_min": 12.5}, "routing_trigger": trigger,
        },
    }


class Postgres:
    """Debian's server on a free port, its clock in the past."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parent.name))[-1]
        folder.mkdir()
        if ROOT:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-D", str(folder / "data"), "-U", "handoff", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with open(folder / "data" / "postgresql.conf", "a") as conf:
            conf.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = ''\nfsync = off\n")
        self.run("pg_ctl", "start", "-w", "-D", str(folder / "data"), "-l", str(folder / "log"), clock=True)

    @property
    def connection(self):
        return f"Host=127.0.0.1;Port={self.port};Username=handoff;Database=postgres"

    def run(self, program, *arguments, clock=False):
        command = [str(self.bin / program), *arguments]
        if clock:
            command = ["env", *(f"{key}={value}" for key, value in globals()["clock"]().items()), *command]
        # pg_ctl leaves the server behind, which would hold a pipe open.
        return subprocess.run(["runuser", "-u", "postgres", "--", *command] if ROOT else command, check=True, stdout=subprocess.DEVNULL)

    def psql(self, sql):
        return subprocess.run(
            [str(self.bin / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "handoff", "-d", "postgres", "-AtXc", sql], check=True, stdout=subprocess.PIPE).stdout.decode().strip()

    def dump(self):
        text = subprocess.run(
            [str(self.bin / "pg_dump"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "handoff", "--inserts", "--no-owner", "--no-privileges", "--no-comments", "postgres"],
            check=True, stdout=subprocess.PIPE).stdout.decode()
        # Nothing for psql, nothing for people, and no search path that stays empty: statements for any client.
        lines = [line for line in text.splitlines() if not line.startswith(("\\", "--")) and "pg_catalog.set_config('search_path'" not in line]
        return "\n".join(line for line in lines if line) + "\n"

    def close(self):
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(self.folder / "data"))


class RabbitMq:
    """Debian's broker on a free port, with data, cookie, node name and port mapper of its own."""

    def __init__(self, folder):
        folder.mkdir()
        (folder / "home").mkdir()
        self.folder, self.port = folder, free_port()
        (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\nlog.console = false\n")
        (folder / "enabled_plugins").write_text("[].")
        self.environment = {
            **os.environ, "HOME": str(folder / "home"), "RABBITMQ_NODENAME": f"handoff-fixture-{self.port}@localhost", "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"), "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"), "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none"), "RABBITMQ_CONF_ENV_FILE": str(folder / "none"), "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_DIST_PORT": str(free_port()), "ERL_EPMD_PORT": str(free_port()), "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        self.process = subprocess.Popen(["/usr/lib/rabbitmq/bin/rabbitmq-server"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("rabbitmq-server", self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def close(self):
        os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL)
        self.process.wait()
        subprocess.run(["epmd", "-kill"], env=self.environment, stdout=subprocess.DEVNULL)


def pack(archive, folder, names):
    """The same files make the same archive."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(names):
            for path in sorted([folder / name, *(folder / name).rglob("*")]):
                if path.is_dir() or path.name.endswith((".lock", "-wal", "-shm")):
                    continue
                entry = tar.gettarinfo(path, str(path.relative_to(folder)))
                entry.uid = entry.gid = entry.mtime = 0
                entry.uname = entry.gname = ""
                with open(path, "rb") as file:
                    tar.addfile(entry, file)
    archive.write_bytes(gzip.compress(raw.getvalue(), 9, mtime=0))


def program(handoff, out):
    """Its own assemblies; the packages it runs on are those of the version that tries it."""
    folder = pathlib.Path(handoff).parent
    own = ["handoff.dll", "handoff.deps.json", "handoff.runtimeconfig.json"]
    pack(out / "program.tar.gz", folder, own + sorted(file.name for file in folder.glob("HandoffSaga*.dll")))


def write(path, contents):
    path.write_text(json.dumps(contents, indent=1, ensure_ascii=False) + "\n")


def station(handoff, work, out):
    site = Site(handoff, work / "station", {})
    site.hand_in_everything()
    database = sqlite3.connect(f"file:{site.data / 'handoff.db'}?mode=ro", uri=True)
    entries = lambda: database.execute("SELECT count(*) FROM ledger_entries").fetchone()[0]
    until("every entry is published", lambda: site.published() == entries())
    contents = site.contents(site.published())
    site.kill()
    with sqlite3.connect(work / "handoff.db") as copy:
        database.backup(copy)
    copy.close()
    database.close()
    (work / "handoff.db").replace(site.data / "handoff.db")
    pack(out / "station.tar.gz", site.folder, ["data", "contracts", "guardian.jwks.json"])
    write(out / "station.json", contents)


def plant(handoff, work, out):
    postgres, broker = Postgres(work / "postgres"), RabbitMq(work / "rabbitmq")
    site = None
    try:
        site = Site(handoff, work / "plant", {
            "Store__Provider": "postgres", "Store__ConnectionString": postgres.connection, "Bus__Provider": "rabbitmq", "Bus__Url": f"amqp://guest:guest@127.0.0.1:{broker.port}/"})
        site.hand_in_everything()
        until("every entry is published", lambda: str(site.published()) == postgres.psql("SELECT count(*) FROM ledger_entries"))
        contents = site.contents(site.published())
        site.kill()
        (out / "plant.sql.gz").write_bytes(gzip.compress(postgres.dump().encode(), 9, mtime=0))
        pack(out / "plant.tar.gz", site.folder, ["data", "contracts", "guardian.jwks.json"])
        write(out / "plant.json", contents)
    finally:
        if site is not None and site.process.poll() is None:
            site.kill()
        broker.close()
        postgres.close()


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    handoff, out = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="handoff-fixture-"))
    os.chmod(work, 0o755)
    try:
        if handoff.endswith(".dll"):
            program(handoff, out)
        station(handoff, work, out)
        plant(handoff, work, out)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
