#!/usr/bin/env python3
"""A Vault Hub in Python: takes test results from RabbitMQ, verifies Guardian's signature itself, keeps each package once, answers with receipts.

Needs hub.py beside it and the package `pika`; guardian.py and the package `cryptography` too when it verifies or signs.

    vault_hub.py --amqp amqp://localhost/ --folder vault
    vault_hub.py --amqp amqp://localhost/ --folder vault --guardian-jwks keys/guardian.jwks.json
    vault_hub.py --amqp amqp://localhost/ --folder vault --key keys/vault.private.jwk.json      (signed receipts: Hubs:Vault:Jwks)

HandoffSaga must be configured with Hubs:Vault:Connector=amqp; it declares the queue.
"""

import argparse
import json

from hub import Hub, Rejected, Store

QUEUE = "vault-hub.deliveries"

# What HandoffSaga adds to Guardian's signoff. Without these the package is the signoff, member for member, and its signature can be verified.
ADDED = {"package_type", "transfer_id", "source_node", "completion_timestamp", "compliance_metadata", "audit_chain", "workflow_status"}


def signed_by_guardian(jwks):
    import guardian

    def check(package):
        try:
            guardian.verify({name: value for name, value in package.items() if name not in ADDED}, jwks)
        except guardian.Rejected as rejected:
            raise Rejected(f"Guardian's signature: {rejected}") from rejected

    return check


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
    parser.add_argument("--amqp", required=True, help="the broker, or several nodes of one with commas in between")
    parser.add_argument("--folder", required=True, help="where packages are kept")
    parser.add_argument("--name", default="vault-hub", help="the value of received_by")
    parser.add_argument("--guardian-jwks", help="Guardian's public keys: packages whose signoff they did not sign are rejected")
    parser.add_argument("--key", help="sign receipts with this private key")
    args = parser.parse_args()

    check = sign = None
    if args.guardian_jwks:
        with open(args.guardian_jwks, "rb") as file:
            check = signed_by_guardian(json.load(file))
    if args.key:
        sign = signing_with(args.key)
    Hub(args.name, Store(args.folder), check, sign).run(args.amqp, QUEUE)


if __name__ == "__main__":
    main()
