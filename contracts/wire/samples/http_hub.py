#!/usr/bin/env python3
"""A hub in Python that takes deliveries from HandoffSaga over HTTP: a Vault Hub or a Floor Hub.

Needs Python 3.9 or later and nothing else; `cryptography` too (by guardian.py) when it signs its receipts.

    http_hub.py --port 8080 --folder vault --name vault-hub-1
    http_hub.py --port 8081 --folder floor --name floor-hub-1 --token-file token --key hub.private.jwk.json

It does the five things of a good hub (docs/integrate.md, "A hub"): checks the digest, keeps the package once under its key, answers with a receipt. Copy it and change what a package means to you in `check`.
"""

import argparse
import hashlib
import hmac
import json
import os
import re
import sys
import tempfile
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = re.compile(r"(XFER-[A-Za-z0-9][A-Za-z0-9._-]{0,127}):(vault_hub|next_node)")
LONGEST_BODY = 32 * 1024 * 1024


class Rejected(Exception):
    """This hub does not take the package. With retryable=True it may take it at a later attempt; without, people are alerted at the station."""

    def __init__(self, reason, retryable=False):
        super().__init__(reason)
        self.retryable = retryable


class BadRequest(Exception):
    """This is no delivery of HandoffSaga. The message says what was expected."""


def unquoted(header):
    """The key in `Idempotency-Key`: a structured-field string (RFC 8941), so it comes in double quotes, which are not part of it."""
    value = (header or "").strip()
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        raise BadRequest(f'Idempotency-Key must be a string in double quotes, as in "XFER-PKG-1:vault_hub"; it is {value or "missing"}')
    key = value[1:-1]
    if not KEY.fullmatch(key):
        raise BadRequest(f"Idempotency-Key must be {{transfer_id}}:{{leg}} within its quotes; it is {key}")
    return key


class Store:
    """Keeps each package once, under its idempotency key."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def keep(self, key, body):
        """True when it is new, False when it was there with the same bytes; on disk either way. Other bytes under a key are rejected."""
        path = os.path.join(self.folder, key.replace(":", ".") + ".json")
        handle, draft = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)  # fails when the name is taken, and is never half done
            self._sync_folder()
            return True
        except FileExistsError:
            with open(path, "rb") as file:
                if file.read() != body:
                    raise Rejected("another package was received under this key")
            self._sync_folder()
            return False
        finally:
            os.remove(draft)

    def _sync_folder(self):
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def check(leg, package):
    """What this hub asks of a package. Raise Rejected for one it does not take."""
    if leg == "vault_hub" and package.get("package_type") != "test_results":
        raise Rejected("a vault package has the package_type test_results")
    if leg == "next_node" and not isinstance(package.get("package"), dict):
        raise Rejected("a floor request has the part-ready signal as its package")


class Hub:
    def __init__(self, name, store, sign=None):
        self.name = name
        self.store = store
        self.sign = sign

    def receive(self, headers, body):
        """The receipt for one delivery."""
        key = unquoted(headers.get("Idempotency-Key"))
        transfer_id, leg = key.rsplit(":", 1)
        digest = hashlib.sha256(body).hexdigest()
        receipt = {
            "transfer_id": transfer_id,
            "leg": leg,
            "payload_sha256": digest,
            "received_by": self.name,
            "received_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if headers.get("Handoff-Attempt", "").isdigit():
            receipt["attempt"] = int(headers["Handoff-Attempt"])
        try:
            if not hmac.compare_digest(digest, headers.get("Handoff-Payload-SHA256", "")):
                raise Rejected("the body is not what Handoff-Payload-SHA256 says", retryable=True)
            try:
                package = json.loads(body)
            except ValueError as error:
                raise Rejected(f"the body is not JSON: {error}") from error
            check(leg, package)
            receipt["disposition"] = "accepted" if self.store.keep(key, body) else "duplicate"
            receipt["receipt_id"] = f"{self.name}-{digest[:12]}"
            chain = package.get("audit_chain")
            if isinstance(chain, dict) and chain.get("ledger_size") is not None:
                receipt["ledger_head_seen"] = {name: chain.get(name) for name in ("ledger_origin", "ledger_size", "ledger_root")}
        except Rejected as reason:
            receipt.update(disposition="rejected", reason=str(reason), retryable=reason.retryable)
        return self.sign(receipt) if self.sign else receipt


def handler(hub, token):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            if token and not hmac.compare_digest(self.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
                # 401 alerts people at the station, and the delivery is tried again slowly.
                return self.answer(401, {"title": "A token is required"}, close=True)
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LONGEST_BODY:
                return self.answer(413, {"title": f"A body has at most {LONGEST_BODY} bytes and says how many"}, close=True)
            body = self.rfile.read(int(length))
            try:
                receipt = hub.receive(self.headers, body)
            except BadRequest as wrong:
                return self.answer(400, {"title": "Not a delivery", "detail": str(wrong)})
            except OSError as full:
                # Not on disk, so not confirmed. HandoffSaga comes again, and waits as long as it is asked to.
                print(f"cannot keep a package: {full}", file=sys.stderr, flush=True)
                return self.answer(503, {"title": "Cannot keep packages now"}, retry_after="30")
            print(f"{receipt['disposition']}  {receipt['transfer_id']}:{receipt['leg']}  attempt {receipt.get('attempt', '?')}", flush=True)
            # A receipt decides, whatever the status is.
            self.answer(422 if receipt["disposition"] == "rejected" else 200, receipt)

        def answer(self, status, document, close=False, retry_after=None):
            body = json.dumps(document, ensure_ascii=False).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if retry_after:
                self.send_header("Retry-After", retry_after)
            if status == 401:
                self.send_header("WWW-Authenticate", "Bearer")
            if close:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):
            pass

    return Handler


def signing_with(path):
    import guardian

    key = guardian.PrivateKey.read(path)
    header = guardian.b64(guardian.canonical({"alg": key.alg, "kid": key.kid}))

    def sign(receipt):
        data = f"{header}.{guardian.b64(guardian.canonical(receipt))}".encode("ascii")
        return {**receipt, "signature": f"{header}..{guardian.b64(key.sign(data))}"}

    return sign


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 is any free one")
    parser.add_argument("--folder", required=True, help="where packages are kept")
    parser.add_argument("--name", default="hub", help="the value of received_by")
    parser.add_argument("--token-file", help="ask for this bearer token (Hubs:*:BearerTokenFile at the station)")
    parser.add_argument("--key", help="sign receipts with this private key (Hubs:*:Jwks at the station has the public one)")
    args = parser.parse_args()

    token = None
    if args.token_file:
        with open(args.token_file, encoding="utf-8") as file:
            token = file.read().strip()
    hub = Hub(args.name, Store(args.folder), signing_with(args.key) if args.key else None)
    server = ThreadingHTTPServer((args.listen, args.port), handler(hub, token))
    print(f"listening on http://{args.listen}:{server.server_address[1]}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
