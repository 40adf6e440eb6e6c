"""What every hub does with a delivery from HandoffSaga over RabbitMQ: check its digest, keep it once, answer with a receipt, and only then acknowledge.

Needs Python 3.9 or later and the package `pika`. vault_hub.py and node.py show how it is used; copy all three and change what a package means to you.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
import time
from datetime import datetime, timezone

import pika

RECEIPTS = "handoff.receipts"
KEY = re.compile(r"XFER-[A-Za-z0-9][A-Za-z0-9._-]{0,127}:(vault_hub|next_node)")
AT_ONCE = 16


class Rejected(Exception):
    """This hub does not take the package. With retryable=True it may take it at a later attempt; without, an alert is raised at the station."""

    def __init__(self, reason, retryable=False):
        super().__init__(reason)
        self.retryable = retryable


class Store:
    """Keeps each package once, under its idempotency key."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def keep(self, key, body):
        """True when it is new, False when it was there; on disk either way when this returns."""
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
                    raise Rejected("another package is kept under this idempotency key")
            return False
        finally:
            os.unlink(draft)

    def _sync_folder(self):
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def ledger_head(package):
    """The ledger checkpoint that a vault package carries: sent back in the receipt it shows which ledger was seen, and a signed receipt proves it."""
    chain = package.get("audit_chain") if isinstance(package, dict) else None
    if not isinstance(chain, dict) or chain.get("ledger_size") is None:
        return None
    return {name: chain[name] for name in ("ledger_origin", "ledger_size", "ledger_root")}


class Hub:
    """Takes deliveries from a queue and answers them.

    name   the value of received_by
    store  where packages are kept
    check  called with the package (a dict) before it is kept; raises Rejected when it is not to be taken
    sign   called with the receipt (a dict); returns it with its signature. None: receipts are not signed
    """

    def __init__(self, name, store, check=None, sign=None):
        self.name, self.store, self.check, self.sign = name, store, check, sign

    def run(self, amqp_url, queue, declare=None):
        """Serves until it is interrupted; a broker that is away, or a queue that is not there yet, is waited for.

        amqp_url may name several nodes of one cluster, with commas in between.
        """
        nodes = [pika.URLParameters(url) for url in amqp_url.split(",")]
        while True:
            try:
                connection = pika.BlockingConnection(nodes)
                channel = connection.channel()
                channel.confirm_delivery()
                if declare:
                    declare(channel)
                channel.basic_qos(prefetch_count=AT_ONCE)
                channel.basic_consume(queue, self.receive)
                print(f"{self.name}: takes deliveries from {queue}", file=sys.stderr, flush=True)
                channel.start_consuming()
            except pika.exceptions.AMQPError as error:
                print(f"{self.name}: the broker is away or the queue {queue} is not there yet ({error!r}); trying again", file=sys.stderr, flush=True)
                time.sleep(1)
            except KeyboardInterrupt:
                return

    def receive(self, channel, method, properties, body):
        key = properties.message_id or ""
        leg = KEY.fullmatch(key)
        if not leg:
            # Not from HandoffSaga, or damaged beyond an answer.
            print(f"{self.name}: dropped a message without an idempotency key", file=sys.stderr, flush=True)
            channel.basic_nack(method.delivery_tag, requeue=False)
            return

        receipt = self.answer(key, leg[1], properties.headers or {}, body)
        # The receipt is with the broker before the delivery is acknowledged. If this process dies in between, the delivery comes again and is a duplicate.
        channel.basic_publish(
            "",
            properties.reply_to or RECEIPTS,
            json.dumps(receipt).encode(),
            pika.BasicProperties(content_type="application/json", delivery_mode=2, correlation_id=properties.correlation_id),
            mandatory=True,
        )
        channel.basic_ack(method.delivery_tag)
        print(f"{key}  {receipt['disposition']}", flush=True)

    def answer(self, key, leg, headers, body):
        """The receipt for a delivery, which is kept by then unless it is rejected."""
        digest = hashlib.sha256(body).hexdigest()
        receipt = {
            "transfer_id": key.rpartition(":")[0],
            "leg": leg,
            "payload_sha256": digest,  # of what was received, so that HandoffSaga sees what arrived here
            "received_by": self.name,
            "received_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if isinstance(headers.get("handoff-attempt"), int):
            receipt["attempt"] = headers["handoff-attempt"]
        try:
            if digest != headers.get("handoff-payload-sha256", digest):
                raise Rejected("the body is not the one that was sent", retryable=True)
            package = json.loads(body)
            if self.check:
                self.check(package)
            new = self.store.keep(key, body)
            if ledger_head(package):
                receipt["ledger_head_seen"] = ledger_head(package)
            receipt.update(disposition="accepted" if new else "duplicate", receipt_id=f"{self.name}-{digest[:12]}")
        except Rejected as rejected:
            receipt.update(disposition="rejected", reason=str(rejected), retryable=rejected.retryable)
        except (ValueError, KeyError, TypeError) as error:
            receipt.update(disposition="rejected", reason=f"not as a package must be: {error!r}", retryable=False)
        return self.sign(receipt) if self.sign else receipt
