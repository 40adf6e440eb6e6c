#!/usr/bin/env python3
"""A Guardian in Python: makes keys, signs signoffs and hands them to HandoffSaga.

Needs Python 3.9 or later and the package `cryptography`; `pika` too when it sends over RabbitMQ.

    guardian.py keygen --out keys --kid guardian-1            a private JWK for Guardian, a public JWKS for the station
    guardian.py sign signoff.json --key keys/guardian.private.jwk.json --out signed.json
    guardian.py verify signed.json --jwks keys/guardian.jwks.json
    guardian.py canonicalize signoff.json                     the exact bytes that are signed
    guardian.py send signed.json --url http://127.0.0.1:5080
    guardian.py send signed.json --amqp amqp://localhost/ --url http://127.0.0.1:5080

As a library: signed(signoff, PrivateKey.read(path)) returns the signoff with its signature, send_http and send_amqp deliver it.

Exit codes: 0 done, 1 failed, 2 wrong usage, 5 the package id is taken by other content, 6 the signature does not hold.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from decimal import Decimal
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

SIGNATURE = "guardian_signature"
LARGEST_SAFE_INTEGER = 2**53 - 1
DEEPEST = 64


class Rejected(Exception):
    """What is asked for cannot be done, and the reason is the message."""


# --- The canonical form (RFC 8785, JCS) ----------------------------------------------------------------------------------------


def parse(text):
    """JSON as a value, strictly: no name twice, no NaN, UTF-8 without a byte order mark."""

    def members(pairs):
        value = {}
        for name, member in pairs:
            if name in value:
                raise Rejected(f"the name {name!r} occurs twice in one object")
            value[name] = member
        return value

    def constant(name):
        raise Rejected(f"{name} is not JSON")

    try:
        text = text.decode("utf-8") if isinstance(text, (bytes, bytearray)) else text
        return json.loads(text, object_pairs_hook=members, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"not JSON: {error}") from error


def canonical(value):
    """The bytes of the canonical form."""
    try:
        return _write(value, 1).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Rejected("half of a surrogate pair is no character") from error


def _write(value, depth):
    if depth > DEEPEST + 1:
        raise Rejected(f"more than {DEEPEST} levels")
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_write(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        # Names sort by UTF-16 code units, which is not the order of code points.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{_write(value[name], depth + 1)}" for name in names) + "}"
    raise Rejected(f"{type(value).__name__} is nothing JSON knows")


def _text(text):
    if "\0" in text:
        raise Rejected("U+0000 is not allowed")
    return json.dumps(text, ensure_ascii=False)  # escapes exactly what RFC 8785 section 3.2.2.2 escapes


def _integer(value):
    if abs(value) <= LARGEST_SAFE_INTEGER:
        return str(value)
    # Beyond it only what is written as the very same number passes, such as 10**21.
    try:
        text = _number(float(value))
    except OverflowError:
        text = "0"
    if Decimal(text) != value:
        raise Rejected("an integer beyond 2^53-1 would lose digits: send it as a string")
    return text


def _number(value):
    """A double as ECMAScript writes it (ECMA-262, Number::toString)."""
    if value != value or value in (float("inf"), float("-inf")):
        raise Rejected("a number that is none or infinite")
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()  # repr gives the shortest digits
    digits = "".join(map(str, digits))
    point = len(digits) + exponent
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        text = digits + "0" * (point - len(digits))
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        fraction = "." + digits[1:] if len(digits) > 1 else ""
        text = f"{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return "-" + text if sign else text


def signed_bytes(signoff):
    """What is signed: the canonical form without the signature."""
    return canonical({name: value for name, value in signoff.items() if name != SIGNATURE})


# --- Keys and signatures: a compact JWS with detached content (RFC 7515 appendix F) ---------------------------------------------


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64(text):
    """Strict: no padding, no stray bits."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(data) != text:
        raise ValueError("not strict BASE64URL")
    return data


class PrivateKey:
    """An Ed25519 or P-256 key that signs."""

    def __init__(self, key, kid=None):
        self.key = key
        public = key.public_key()
        if isinstance(key, ed25519.Ed25519PrivateKey):
            self.alg = "EdDSA"
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            self.public = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}
        else:
            self.alg = "ES256"
            point = public.public_numbers()
            self.public = {"kty": "EC", "crv": "P-256", "x": b64(point.x.to_bytes(32, "big")), "y": b64(point.y.to_bytes(32, "big"))}
        # Without a name of its own it is called by its thumbprint (RFC 7638).
        self.kid = kid or b64(hashlib.sha256(canonical(self.public)).digest())

    @staticmethod
    def generate(alg="EdDSA", kid=None):
        return PrivateKey(ed25519.Ed25519PrivateKey.generate() if alg == "EdDSA" else ec.generate_private_key(ec.SECP256R1()), kid)

    @staticmethod
    def read(path):
        with open(path, "rb") as file:
            jwk = parse(file.read())
        try:
            d = unb64(jwk["d"])
            if (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519"):
                return PrivateKey(ed25519.Ed25519PrivateKey.from_private_bytes(d), jwk.get("kid"))
            if (jwk["kty"], jwk["crv"]) == ("EC", "P-256"):
                return PrivateKey(ec.derive_private_key(int.from_bytes(d, "big"), ec.SECP256R1()), jwk.get("kid"))
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(f"{path} is no private key as a JWK") from error
        raise Rejected(f"{path} is no Ed25519 or P-256 key")

    def private_jwk(self):
        if self.alg == "EdDSA":
            raw = self.key.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
        else:
            raw = self.key.private_numbers().private_value.to_bytes(32, "big")
        return {**self.public, "alg": self.alg, "use": "sig", "kid": self.kid, "d": b64(raw)}

    def public_jwks(self):
        return {"keys": [{**self.public, "alg": self.alg, "use": "sig", "kid": self.kid}]}

    def sign(self, data):
        if self.alg == "EdDSA":
            return self.key.sign(data)
        r, s = utils.decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def signed(signoff, key):
    """The signoff with its signature; one that was there is replaced."""
    header = b64(canonical({"alg": key.alg, "kid": key.kid}))
    signing_input = f"{header}.{b64(signed_bytes(signoff))}".encode("ascii")
    return {**signoff, SIGNATURE: f"{header}..{b64(key.sign(signing_input))}"}


def verify(signoff, jwks, now=None):
    """The kid of the key the signature was made with; Rejected when it does not hold."""
    try:
        header_text, payload, signature_text = signoff[SIGNATURE].split(".")
        header, signature = parse(unb64(header_text)), unb64(signature_text)
    except (KeyError, AttributeError, ValueError) as error:
        raise Rejected("there is no signature of the form BASE64URL(header)..BASE64URL(signature)") from error
    if payload or not isinstance(header, dict) or not set(header) <= {"alg", "kid", "typ"}:
        raise Rejected("the signature is not detached, or its header has members other than alg, kid, typ")

    now = time.time() if now is None else now
    key = next((key for key in jwks["keys"] if key.get("kid") == header.get("kid")), None)
    algorithm = {("OKP", "Ed25519"): "EdDSA", ("EC", "P-256"): "ES256"}.get((key["kty"], key["crv"])) if key else None
    if not key or algorithm != header.get("alg") or not key.get("nbf", 0) <= now < key.get("exp", float("inf")):
        raise Rejected("no key of this kid and alg may be used now")

    data = f"{header_text}.{b64(signed_bytes(signoff))}".encode("ascii")
    try:
        if len(signature) != 64:
            raise InvalidSignature()
        if algorithm == "EdDSA":
            ed25519.Ed25519PublicKey.from_public_bytes(unb64(key["x"])).verify(signature, data)
        else:
            x, y, r, s = (int.from_bytes(part, "big") for part in (unb64(key["x"]), unb64(key["y"]), signature[:32], signature[32:]))
            public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
            public.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise Rejected("it is not that key's signature over this content") from error
    return key["kid"]


# --- Sending -----------------------------------------------------------------------------------------------------------------------

# Requests go where they are told, not through a proxy of the environment.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def request(url, body=None, token=None, timeout=30):
    """(status, JSON, seconds to wait) of an answer; status 0 when there was none."""
    headers = {"Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        with _opener.open(urllib.request.Request(url, data=body, headers=headers), timeout=timeout) as answer:
            return answer.status, json.loads(answer.read() or b"null"), None
    except urllib.error.HTTPError as error:
        try:
            problem = json.loads(error.read() or b"null")
        except ValueError:
            problem = None
        wait = error.headers.get("Retry-After", "")
        return error.code, problem, int(wait) if wait.isdigit() else None
    except (urllib.error.URLError, OSError, ValueError) as error:
        return 0, {"detail": str(error)}, None


def send_http(signoff, url, token=None, tries=8):
    """Hands a signed signoff in. "accepted" means it is on disk there, "duplicate" that it was already.

    Sending again is always safe, so a missing answer is retried. A rejection is final: correct the signoff and sign it again.
    """
    body = canonical(signoff)
    for attempt in range(tries):
        status, answer, wait = request(f"{url.rstrip('/')}/signoffs", body, token)
        if status in (200, 202):
            return answer["outcome"]
        if status == 409:
            raise Rejected(f"conflict: {answer['detail']}")
        if 400 <= status < 500 and status not in (408, 425, 429):
            raise Rejected(f"rejected ({status}): {(answer or {}).get('detail', 'no reason given')}")
        if attempt + 1 < tries:
            time.sleep(wait if wait is not None else min(0.5 * 2**attempt, 30))
    raise Rejected(f"not accepted after {tries} tries; the last answer was {status}: {(answer or {}).get('detail', '')}")


def send_amqp(signoffs, amqp_url, tries=8):
    """Publishes persistent, mandatory and with confirms: returns when the broker has taken every one of them.

    amqp_url may name several nodes of one cluster, with commas in between. What was not confirmed when a connection broke is sent again on the next:
    that is always safe, HandoffSaga knows a duplicate by its content.
    """
    import pika  # only here: a Guardian that sends over HTTP needs no broker's client

    nodes = [pika.URLParameters(url) for url in amqp_url.split(",")]
    waiting, failed = list(signoffs), 0
    while waiting:
        connection = None
        try:
            connection = pika.BlockingConnection(nodes)
            channel = connection.channel()
            channel.confirm_delivery()
            while waiting:
                properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, message_id=waiting[0]["package_id"])
                channel.basic_publish("guardian.signoffs", "", canonical(waiting[0]), properties, mandatory=True)
                waiting.pop(0)
                failed = 0
        except pika.exceptions.UnroutableError as error:
            raise Rejected("the broker has no queue for it: is HandoffSaga installed there?") from error
        except (pika.exceptions.ChannelClosedByBroker, pika.exceptions.ProbableAuthenticationError) as error:
            raise Rejected(f"the broker rejected it: {error!r}") from error
        except pika.exceptions.AMQPError as error:
            failed += 1
            if failed == tries:
                raise Rejected(f"the broker is not there, or did not take it: {error!r}") from error
            nodes.append(nodes.pop(0))
            time.sleep(min(0.25 * 2**failed, 30))
        finally:
            if connection and connection.is_open:
                connection.close()


def wait_until_known(package_id, url, token=None, seconds=60):
    """A queue gives no answer: poll the API. Returns the transfer's status once it exists."""
    until = time.monotonic() + seconds
    while True:
        status, answer, _ = request(f"{url.rstrip('/')}/transfers/{quote(package_id, safe='')}", token=token)
        if status == 200:
            return answer["status"]
        if time.monotonic() >= until:
            raise Rejected(f"{package_id} is not known after {seconds} s: look for it in GET /rejected")
        time.sleep(0.2)


# --- The command line --------------------------------------------------------------------------------------------------------------


def read(path):
    if path == "-":
        return parse(sys.stdin.buffer.read())
    with open(path, "rb") as file:
        return parse(file.read())


def read_signoff(path):
    value = read(path)
    if not isinstance(value, dict):
        raise Rejected(f"{path} is not one JSON object")
    return value


def write_new(path, value, mode):
    # The rights are there before the first byte, and nothing that is there is replaced.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.write("\n")
    print(path)


def keygen(args):
    key = PrivateKey.generate(args.alg, args.kid)
    os.makedirs(args.out, exist_ok=True)
    write_new(os.path.join(args.out, "guardian.private.jwk.json"), key.private_jwk(), 0o600)
    write_new(os.path.join(args.out, "guardian.jwks.json"), key.public_jwks(), 0o644)


def sign(args):
    data = canonical(signed(read_signoff(args.file), PrivateKey.read(args.key)))
    if args.out:
        with open(args.out, "wb") as file:
            file.write(data)
    else:
        sys.stdout.buffer.write(data + b"\n")


def verify_file(args):
    print(f"verified  by key {verify(read_signoff(args.file), read(args.jwks))}")


def canonicalize(args):
    sys.stdout.buffer.write(signed_bytes(read_signoff(args.file)))


def send(args):
    token = None
    if args.token_file:
        with open(args.token_file, encoding="ascii") as file:
            token = file.read().strip()
    key = PrivateKey.read(args.key) if args.key else None
    signoffs = [signed(signoff, key) if key else signoff for signoff in map(read_signoff, args.file)]
    if args.amqp:
        send_amqp(signoffs, args.amqp)
    for signoff in signoffs:
        package_id = signoff.get("package_id")
        if not args.amqp:
            print(f"{package_id}  {send_http(signoff, args.url or 'http://127.0.0.1:5080', token)}", flush=True)
        elif args.url:
            print(f"{package_id}  {wait_until_known(package_id, args.url, token)}", flush=True)
        else:
            print(f"{package_id}  published", flush=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)

    command = commands.add_parser("keygen", help="makes a key pair")
    command.add_argument("--out", required=True, help="the folder for both files")
    command.add_argument("--kid", help="the key's name (default: its thumbprint)")
    command.add_argument("--alg", choices=["EdDSA", "ES256"], default="EdDSA")
    command.set_defaults(run=keygen)

    command = commands.add_parser("sign", help="signs a signoff")
    command.add_argument("file")
    command.add_argument("--key", required=True, help="the private key as a JWK")
    command.add_argument("--out", help="where the signed signoff goes (default: standard output)")
    command.set_defaults(run=sign)

    command = commands.add_parser("verify", help="checks a signature")
    command.add_argument("file")
    command.add_argument("--jwks", required=True, help="the public keys")
    command.set_defaults(run=verify_file, rejected=6)

    command = commands.add_parser("canonicalize", help="prints the exact bytes that are signed")
    command.add_argument("file")
    command.set_defaults(run=canonicalize)

    command = commands.add_parser("send", help="hands signed signoffs in, over HTTP or RabbitMQ")
    command.add_argument("file", nargs="+")
    command.add_argument("--url", help="the station's API (default over HTTP: http://127.0.0.1:5080); with --amqp: ask there what became of them")
    command.add_argument("--amqp", help="publish to this broker instead, or to several nodes of one with commas in between")
    command.add_argument("--key", help="sign each file with this private key first")
    command.add_argument("--token-file", help="the bearer token of the API")
    command.set_defaults(run=send)

    args = parser.parse_args(arguments)
    try:
        args.run(args)
        return 0
    except Rejected as rejected:
        print(f"guardian: {rejected}", file=sys.stderr)
        return 5 if str(rejected).startswith("conflict") else getattr(args, "rejected", 1)
    except FileExistsError as error:
        print(f"guardian: {error.filename} is there already; a key is never replaced", file=sys.stderr)
        return 5
    except OSError as error:
        print(f"guardian: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
