#!/usr/bin/env python3
"""Verifies an audit pack of HandoffSaga. It uses none of HandoffSaga's programs and no network.

    python3 verify.py                      verifies the unpacked folder that contains this file
    python3 verify.py FOLDER_OR_ZIP        verifies another pack
    python3 verify.py --vkey VKEY ...      uses the logs' verifier keys that you were given (one for each station), not those in the pack
    python3 verify.py --jwks FILE          uses Guardian's public keys that you were given, not those in the pack

Needs Python 3.9 or later and the package `cryptography`. It checks:

  files        no file is missing and none is extra; each has the SHA-256 in SHA256SUMS; each is used by a check below
  checkpoint   the log's Ed25519 signature over its checkpoint (C2SP signed-note, tlog-checkpoint)
  entries      each is in canonical form (RFC 8785) and in the log of that checkpoint (RFC 6962 inclusion proof)
  checkpoints  each earlier checkpoint that a package carries, or that a hub reports as seen, is consistent with that one (RFC 6962 consistency proof)
  trails       each trail is complete: trail_seq counts from 1 without a gap, prev_trail is the leaf hash of the previous entry. If the log was resumed after
               its database was restored from an older copy, a trail may continue from before the lost entries; a note says who resumed it and why
  signoff      its canonical form has the digest in the ledger, the transfer and the vault package; its content agrees with the transfer
  packages     the bytes have the digest in the ledger; the vault package contains the signoff unchanged
  attempts     each is in the ledger with the same outcome, and none is missing; the ledger confirms every complete leg
  guardian     the signature of each signoff (EdDSA or ES256), if Guardian's keys are available

A pack cannot show what happened after its checkpoint, or whether whole transfers or the last entries of a trail were left out (for that, read the whole
ledger with any C2SP tlog-tiles client). It cannot show whether its keys are the right ones (compare them with those you were given). The station alone vouches
for the text of hubs' answers, for which answers were signed, for the route and the times in transfer.json, and for report.html: the ledger has the answers'
digests and the times of its entries. It also vouches for an error code that the ledger lacks: an older version wrote that entry.

Exit codes: 0 the pack is valid, 1 it could not be verified, 2 wrong usage, 6 something is wrong.
"""

import argparse
import base64
import datetime
import hashlib
import json
import os
import sys
import zipfile
from decimal import Decimal

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError:
    sys.exit("verify.py: the package `cryptography` is missing (python3 -m pip install cryptography, or apt-get install python3-cryptography)")

FORMAT = "handoff-audit-pack/v1"
SUMS = "SHA256SUMS"
FOR_PEOPLE = {"README.txt", "report.html", "verify.py"}
ADDED_BY_US = {"package_type", "transfer_id", "source_node", "completion_timestamp", "compliance_metadata", "audit_chain", "workflow_status"}
LEGS = {"vault_hub": "transfer_to_vault", "next_node": "transfer_to_next_node"}
LARGEST_SAFE_INTEGER = 2**53 - 1


class Wrong(Exception):
    """A check failed; the message says what is wrong."""


# --- The canonical form (RFC 8785) -----------------------------------------------------------------------------------------------


def parse(data):
    """JSON, strictly: UTF-8, no name twice, no NaN."""

    def members(pairs):
        value = dict(pairs)
        if len(value) != len(pairs):
            raise Wrong("a name occurs twice in one object")
        return value

    def constant(name):
        raise Wrong(f"{name} is not JSON")

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"it is not JSON ({error})") from error


def canonical(value):
    try:
        return _write(value).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        raise Wrong("it has no canonical form") from error


def _write(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # escapes exactly what RFC 8785 section 3.2.2.2 escapes
    if isinstance(value, int):
        return str(value) if abs(value) <= LARGEST_SAFE_INTEGER else _number(float(value))
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_write, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))  # by UTF-16 code units
    return "{" + ",".join(f"{_write(name)}:{_write(value[name])}" for name in names) + "}"


def _number(value):
    """A double as ECMAScript writes it (ECMA-262, Number::toString)."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
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
        text = f"{digits[0]}{'.' + digits[1:] if len(digits) > 1 else ''}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return "-" + text if sign else text


# --- The log: hashes, proofs, signed checkpoints -----------------------------------------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\0", entry)


def verify_inclusion(index, size, leaf, proof, root):
    """RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size:
        raise Wrong(f"index {index} is not among the {size} entries of the checkpoint")
    node, last, value = index, size - 1, leaf
    for step in proof:
        if len(step) != 32 or last == 0:
            raise Wrong("the inclusion proof has the wrong form")
        if node & 1 or node == last:
            value = sha256(b"\1", step, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\1", value, step)
        node, last = node >> 1, last >> 1
    if last or value != root:
        raise Wrong("the inclusion proof does not lead to the checkpoint's root")


def verify_consistency(first, second, first_root, second_root, proof):
    """RFC 9162 section 2.1.4.2."""
    if len(first_root) != 32 or len(second_root) != 32:
        raise Wrong("a root is not 32 bytes long")
    if not 1 <= first <= second:
        raise Wrong(f"a log of {second} entries cannot continue one of {first}")
    if first == second:
        if proof or first_root != second_root:
            raise Wrong("it is not the checkpoint of that size")
        return
    if first & (first - 1) == 0:
        proof = [first_root, *proof]
    if not proof or any(len(step) != 32 for step in proof):
        raise Wrong("the consistency proof has the wrong form")
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    earlier = later = proof[0]
    for step in proof[1:]:
        if last == 0:
            raise Wrong("the consistency proof has the wrong form")
        if node & 1 or node == last:
            earlier, later = sha256(b"\1", step, earlier), sha256(b"\1", step, later)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            later = sha256(b"\1", later, step)
        node, last = node >> 1, last >> 1
    if last or earlier != first_root or later != second_root:
        raise Wrong("the consistency proof does not lead from that root to the checkpoint's")


def strict_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Wrong("it is not base64") from error
    if base64.b64encode(data).decode("ascii") != text:
        raise Wrong("it is not strict base64")
    return data


class LogKey:
    """A verifier key of C2SP signed-note: name+hex(id)+base64(type || key)."""

    def __init__(self, vkey):
        try:
            self.name, key_id, key = vkey.split("+", 2)
            data = strict_base64(key)
        except (ValueError, Wrong) as error:
            raise Wrong("it is not a verifier key") from error
        self.id = sha256(self.name.encode("utf-8"), b"\n", data)[:4]
        if self.id.hex() != key_id or len(data) != 33 or data[0] != 1:
            raise Wrong("it is not the verifier key of an Ed25519 log: identifier, type and key do not match")
        self.text, self.key = vkey, ed25519.Ed25519PublicKey.from_public_bytes(data[1:])

    def open(self, note):
        """(size, root) of a checkpoint that this log signed."""
        try:
            text, lines = note.decode("utf-8").rsplit("\n\n", 1)
            text += "\n"
            origin, size, root = text.split("\n")[:3]
            if not lines.endswith("\n"):
                raise ValueError
            signatures = [line.split(" ") for line in lines[:-1].split("\n")]
            if any(len(parts) != 3 or parts[0] != "\u2014" for parts in signatures) or str(int(size)) != size:
                raise ValueError
            root = strict_base64(root)
            mine = [strict_base64(parts[2])[4:] for parts in signatures if parts[1] == self.name and strict_base64(parts[2])[:4] == self.id]
        except ValueError as error:
            raise Wrong("it is not a signed checkpoint") from error
        if not mine:
            raise Wrong(f"{self.name} did not sign it")
        try:
            for signature in mine:
                self.key.verify(signature, text.encode("utf-8"))
        except InvalidSignature as error:
            raise Wrong(f"the signature is not that of {self.name}") from error
        if origin != self.name or len(root) != 32:
            raise Wrong("it is the checkpoint of another log")
        return int(size), root


# --- Guardian's signature (compact JWS with detached content, RFC 7515 appendix F) -------------------------------------------------------


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64url(data) != text:
        raise ValueError
    return data


def verify_guardian(signoff, jwks, at):
    try:
        header_text, payload, signature_text = signoff["guardian_signature"].split(".")
        header, signature = parse(unb64url(header_text)), unb64url(signature_text)
        if payload or not set(header) <= {"alg", "kid", "typ"} or len(signature) != 64:
            raise ValueError
    except (KeyError, AttributeError, TypeError, ValueError, Wrong) as error:
        raise Wrong("guardian_signature has the wrong form") from error
    key = next((key for key in jwks.get("keys", []) if key.get("kid") == header.get("kid")), None)
    if key is None:
        raise Wrong(f"Guardian has no key {header.get('kid')!r}")
    if not key.get("nbf", 0) <= at < key.get("exp", float("inf")):
        raise Wrong(f"Guardian's key {header.get('kid')!r} was not valid at that time")
    data = f"{header_text}.{b64url(canonical(without(signoff, {'guardian_signature'})))}".encode("ascii")
    try:
        if (key["kty"], key["crv"]) == ("OKP", "Ed25519") and header["alg"] in ("EdDSA", "Ed25519"):
            ed25519.Ed25519PublicKey.from_public_bytes(unb64url(key["x"])).verify(signature, data)
        elif (key["kty"], key["crv"], header["alg"]) == ("EC", "P-256", "ES256"):
            x, y, r, s = (int.from_bytes(part, "big") for part in (unb64url(key["x"]), unb64url(key["y"]), signature[:32], signature[32:]))
            ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key().verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
        else:
            raise Wrong("key and algorithm do not match")
    except (InvalidSignature, KeyError, ValueError) as error:
        raise Wrong("guardian_signature is not that key's over this content") from error


def without(value, names):
    return {name: member for name, member in value.items() if name not in names}


# --- The pack ----------------------------------------------------------------------------------------------------------------------


def read_pack(path):
    """The files, by their names in the pack."""
    if os.path.isdir(path):
        files = {}
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in names:
                full = os.path.join(folder, name)
                with open(full, "rb") as file:
                    files[os.path.relpath(full, path).replace(os.sep, "/")] = file.read()
        return files
    with zipfile.ZipFile(path) as pack:
        if len(set(pack.namelist())) != len(pack.namelist()):
            raise Wrong("a name occurs twice in the zip")
        return {name: pack.read(name) for name in pack.namelist()}


class Verification:
    def __init__(self, files, vkeys, jwks):
        self.files, self.vkeys, self.jwks = files, vkeys, jwks
        self.findings, self.notes, self.entries, self.transfers = [], [], 0, 0
        self.seen, self.signed = 0, 0
        self.looked_at = {SUMS, "keys/guardian.jwks.json"} | FOR_PEOPLE

    def finds(self, where, what):
        self.findings.append((where, str(what)))

    def note(self, what):
        if what not in self.notes:
            self.notes.append(what)

    def file(self, name):
        if name not in self.files:
            raise Wrong("the file is missing")
        self.looked_at.add(name)
        return self.files[name]

    def attempt(self, where, check, *arguments):
        """Runs a check; a failure is a finding, and the other checks still run. Documents come from outside: a member of the wrong type is a finding, not a crash."""
        try:
            return check(*arguments)
        except Wrong as wrong:
            self.finds(where, wrong)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError) as error:
            self.finds(where, f"it is malformed ({type(error).__name__}: {error})")
        return None

    def run(self):
        self.attempt(SUMS, self.sums)
        pack = self.attempt("pack.json", lambda: parse(self.file("pack.json")))
        if not isinstance(pack, dict) or pack.get("format") != FORMAT:
            return self.finds("pack.json", f"its format is not {FORMAT}")
        if self.jwks is None and "keys/guardian.jwks.json" in self.files:
            self.jwks = self.attempt("keys/guardian.jwks.json", lambda: parse(self.file("keys/guardian.jwks.json")))
        if self.jwks is None:
            self.notes.append("Guardian's signatures were not verified: there are no keys of Guardian (--jwks)")
        self.attempt("pack.json", self.stations, pack)
        if self.transfers == 0:
            self.finds("pack.json", "it names no transfer, so it proves nothing")
        for name in sorted(set(self.files) - self.looked_at):
            self.finds(name, "nothing was checked in it: pack.json does not name it, or an earlier check failed")
        return None

    def sums(self):
        named = {}
        for line in self.file(SUMS).decode("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            if len(digest) != 64 or not name or name in named:
                raise Wrong("one of its lines cannot be read")
            named[name] = digest
        for name, digest in named.items():
            if name not in self.files:
                self.finds(name, f"it is missing, but {SUMS} names it")
            elif hashlib.sha256(self.files[name]).hexdigest() != digest:
                self.finds(name, f"its digest is not the one in {SUMS}")
        for name in sorted(set(self.files) - set(named) - {SUMS}):
            self.finds(name, f"{SUMS} does not name it")

    def stations(self, pack):
        named = [(station["origin"], package_id) for station in pack["stations"] for package_id in station["transfers"]]
        if len(set(named)) != len(named) or len({station["folder"] for station in pack["stations"]}) != len(pack["stations"]):
            self.finds("pack.json", "it names a station or a transfer twice")
        for station in pack["stations"]:
            self.attempt(station["folder"], self.station, station, pack["subject"])

    def station(self, station, subject):
        folder = station["folder"]
        key = self.attempt(f"{folder}/log.vkey", self.log_key, folder, station["origin"])
        if key is None:
            return
        checkpoint = self.attempt(f"{folder}/checkpoint", lambda: key.open(self.file(f"{folder}/checkpoint")))
        if checkpoint is None:
            return
        log = Log(station["origin"], self.files[f"{folder}/checkpoint"], *checkpoint)
        self.attempt(f"{folder}/heads.json", lambda: log.earlier(parse(self.file(f"{folder}/heads.json"))))
        for package_id in station["transfers"]:
            self.attempt(f"{folder}/{package_id}", Transfer(self, f"{folder}/{package_id}", package_id, log, subject).verify)

    def log_key(self, folder, origin):
        packed = LogKey(self.file(f"{folder}/log.vkey").decode("utf-8").strip())
        given = [key for key in self.vkeys if key.name == origin]
        if packed.name != origin:
            raise Wrong(f"it is the key of {packed.name}, not of {origin}")
        if self.vkeys and not given:
            raise Wrong(f"no --vkey is for {origin}")
        if given and packed.text not in [key.text for key in given]:
            raise Wrong(f"it is not the key of {origin} that --vkey gives")
        if not given:
            self.notes.append(f"the key of {origin} comes from the pack; compare it with the one you were given: {packed.text}")
        return packed


class Log:
    """A station's log at its checkpoint, and the roots at smaller sizes that the pack proves."""

    def __init__(self, origin, note, size, root):
        self.origin, self.note, self.size, self.root = origin, note, size, root
        self.roots = {0: sha256(b""), size: root}

    def earlier(self, checkpoints):
        for checkpoint in checkpoints:
            root = bytes.fromhex(checkpoint["root"])
            verify_consistency(checkpoint["size"], self.size, root, self.root, [strict_base64(step) for step in checkpoint["proof"]])
            self.roots[checkpoint["size"]] = root

    def includes(self, checkpoint):
        """Checks that a checkpoint (ledger_origin, ledger_size, ledger_root) is one of this log."""
        if checkpoint["ledger_origin"] != self.origin:
            raise Wrong(f"it is a checkpoint of {checkpoint['ledger_origin']}, not of {self.origin}")
        if checkpoint["ledger_size"] > self.size:
            raise Wrong(f"it is a checkpoint of {checkpoint['ledger_size']} entries, but the pack's checkpoint has {self.size}")
        if checkpoint["ledger_size"] not in self.roots:
            raise Wrong(f"heads.json does not prove the log's root at {checkpoint['ledger_size']} entries")
        if bytes.fromhex(checkpoint["ledger_root"]) != self.roots[checkpoint["ledger_size"]]:
            raise Wrong(f"with {checkpoint['ledger_size']} entries the log had another root")


class Transfer:
    def __init__(self, pack, folder, package_id, log, subject):
        self.pack, self.folder, self.package_id = pack, folder, package_id
        self.log, self.subject = log, subject
        self.entries, self.resumptions, self.forgotten = [], [], set()

    def verify(self):
        self.pack.transfers += 1
        self.check("proof.json", self.proof)
        self.transfer = self.check("transfer.json", lambda: self.json("transfer.json"))
        self.signoff = self.check("signoff.json", lambda: self.json("signoff.json"))
        if not isinstance(self.transfer, dict) or not isinstance(self.signoff, dict):
            return
        self.check("signoff.json", self.whole_signoff)
        self.check("transfer.json", self.says_what_the_signoff_says)
        for leg in LEGS:
            if self.transfer["legs"][leg]["payload_sha256"] is not None:
                self.check(f"package-{leg}.json", self.package, leg)
        self.check("transfer.json", self.is_where_the_ledger_has_it)
        self.check("attempts.json", self.attempts)
        if self.pack.jwks is not None:
            self.check("signoff.json", self.guardian)

    def check(self, file, what, *arguments):
        return self.pack.attempt(f"{self.folder}/{file}", what, *arguments)

    def json(self, file):
        return parse(self.pack.file(f"{self.folder}/{file}"))

    def finds(self, file, what):
        self.pack.finds(f"{self.folder}/{file}", what)

    def proof(self):
        bundle = self.json("proof.json")
        if bundle["format"] != "handoff-ledger-proof/v1" or bundle["package_id"] != self.package_id:
            raise Wrong("it is not a proof about this package")
        if bundle["checkpoint"].encode("utf-8") != self.log.note:
            raise Wrong("it is for another checkpoint than the station's")
        last, trails, events = -1, {}, set()
        for proved in bundle["entries"]:
            index, text = proved["index"], proved["entry"].encode("utf-8")
            leaf = leaf_hash(text)
            verify = lambda: verify_inclusion(index, self.log.size, leaf, [strict_base64(step) for step in proved["proof"]], self.log.root)
            self.check(f"proof.json entry {index}", verify)
            entry = self.check(f"proof.json entry {index}", self.entry, text)
            if index <= last:
                self.finds(f"proof.json entry {index}", "it is out of order")
            last = index
            if entry is None:
                continue
            if entry["event_id"] in events:
                self.finds(f"proof.json entry {index}", "its event occurs twice")
            events.add(entry["event_id"])
            self.pack.entries += 1
            if entry["action"] == "resume_ledger":
                self.resumptions.append(self.resumption(index, entry))
                continue
            self.entries.append((index, entry))
            self.next_in_trail(index, entry, leaf, trails)
        if not self.entries:
            raise Wrong("it contains no entry, so it proves nothing")

    def entry(self, text):
        entry = parse(text)
        if canonical(entry) != text:
            raise Wrong("it is not in canonical form")
        if entry["package_id"] != self.package_id and entry["action"] != "resume_ledger":
            raise Wrong("it is about another package")
        return entry

    def resumption(self, index, entry):
        """The log's database was restored from an older copy: it had lost the entries of this range, and trails may continue from before them."""
        held, signed = entry["metadata"]["held"], entry["metadata"]["signed"]
        if entry["transfer_id"] is not None or entry["package_id"] is not None or not 0 <= held <= signed <= index:
            self.finds(f"proof.json entry {index}", "it is not a resumption of the log")
            return range(0)
        self.pack.note(f"{self.log.origin} was resumed at entry {index} by {entry['user_id']} ({entry['details']}): its database had lost entries {held} to {signed - 1}")
        return range(held, signed)

    def may_be_lost(self, index):
        """Whether the database may have lost it; the ledger still has what happened."""
        return any(index in lost for lost in self.resumptions)

    def next_in_trail(self, index, entry, leaf, trails):
        if entry["transfer_id"] is None:  # a rejection: it has a trail of its own
            if entry["trail_seq"] not in (None, 1) or entry["prev_trail"] is not None:
                self.finds(f"proof.json entry {index}", "it belongs to no transfer but names a previous entry")
            return
        trail = (entry["transfer_id"], entry["trail"])
        links = trails.setdefault(trail, [])
        end = lambda kept: kept[-1][1:] if kept else (0, None)
        follows = lambda kept: (entry["trail_seq"], entry["prev_trail"]) == (end(kept)[0] + 1, end(kept)[1])
        for lost in self.resumptions if not follows(links) else []:
            kept = list(links)
            while kept and kept[-1][0] in lost and not follows(kept):
                kept.pop()
            if follows(kept):
                self.forgotten |= {link[0] for link in links[len(kept):]}
                links[:] = kept
                break
        number, before = end(links)
        if entry["trail_seq"] != number + 1:
            self.finds(f"proof.json entry {index}", f"it is number {entry['trail_seq']} of the trail {entry['trail']}; expected number {number + 1}")
        elif entry["prev_trail"] != before:
            self.finds(f"proof.json entry {index}", f"its previous entry is not number {number} of the trail {entry['trail']}")
        links.append((index, entry["trail_seq"], leaf.hex()))

    def logged(self, *actions, trail=None):
        """The entries that the ledger's trails continue from."""
        return [entry for _, entry in self.placed(*actions, trail=trail)]

    def placed(self, *actions, trail=None):
        return [
            (index, entry)
            for index, entry in self.entries
            if entry["action"] in actions and (trail is None or entry["trail"] == trail) and index not in self.forgotten
        ]

    def whole_signoff(self):
        if canonical(self.signoff) != self.pack.file(f"{self.folder}/signoff.json"):
            raise Wrong("it is not in canonical form")
        digest = hashlib.sha256(canonical(without(self.signoff, {"guardian_signature"}))).hexdigest()
        authorized = self.logged("receive_authorization")
        if len(authorized) != 1:
            raise Wrong("the ledger does not have exactly one authorization of it")
        if authorized[0]["signoff_sha256"] != digest:
            raise Wrong("its digest is not that of the signoff in the ledger's authorization")
        if self.transfer["signoff_sha256"] != digest:
            self.finds("transfer.json", "its signoff_sha256 is not that of the signoff")

    def says_what_the_signoff_says(self):
        data = self.signoff["test_data"]
        pairs = [(name, self.signoff.get(name)) for name in ("package_id", "clientpo_id", "test_id")] + [(name, data.get(name)) for name in ("part_id", "part_number")]
        for name, value in pairs:
            if self.transfer[name] != value:
                raise Wrong(f"its {name} is not that of the signoff")
        if self.transfer["package_id"] != self.package_id or self.transfer["transfer_id"] != f"XFER-{self.package_id}":
            raise Wrong("it is about another package")
        if self.transfer.get(self.subject["kind"]) != self.subject["value"]:
            raise Wrong(f"its {self.subject['kind']} is not {self.subject['value']}, the subject of the pack")

    def package(self, leg):
        data = self.pack.file(f"{self.folder}/package-{leg}.json")
        digest = hashlib.sha256(data).hexdigest()
        prepared = self.logged("prepare_vault" if leg == "vault_hub" else "prepare_next_node")
        if not prepared or any(entry["payload_sha256"] not in (None, digest) for entry in prepared):
            raise Wrong("its digest is not the one in the ledger")
        for entry in self.logged(LEGS[leg], trail=leg):
            if entry["payload_sha256"] not in (None, digest):
                raise Wrong(f"attempt {entry['attempt']} sent something else, according to the ledger")
        if self.transfer["legs"][leg]["payload_sha256"] != digest:
            self.finds("transfer.json", f"its payload_sha256 for {leg} is not that of the package")
        package = parse(data)
        if leg == "vault_hub":
            if canonical(without(package, ADDED_BY_US)) != canonical(self.signoff):
                raise Wrong("it contains another signoff than the one that was authorized")
            if package["audit_chain"]["signoff_sha256"] != self.transfer["signoff_sha256"]:
                raise Wrong("it names another signoff_sha256")
            if package["audit_chain"]["ledger_size"] is not None:
                self.log.includes(package["audit_chain"])
        else:
            package = package.get("package", package) if "package_type" not in package else package
            if package["package_id"] != self.package_id or package["previous_test_summary"]["signoff_sha256"] != self.transfer["signoff_sha256"]:
                raise Wrong("it is about another signoff")

    def is_where_the_ledger_has_it(self):
        complete = [index for index, _ in self.placed("transfer_complete")]
        if self.transfer["status"] == "fully_complete" and not complete or self.transfer["status"] != "fully_complete" and not all(map(self.may_be_lost, complete)):
            raise Wrong(f"it says {self.transfer['status']}, and the ledger does not")
        for leg in LEGS:
            state = self.transfer["legs"][leg]
            if state["status"] == "closed":
                closed = self.logged("leg_closed", trail=leg)
                if not closed or closed[-1]["user_id"] != state["closed_by"] or closed[-1]["details"] != state["closed_reason"]:
                    raise Wrong(f"it says that {state['closed_by']} closed {leg}, and the ledger does not")
            if state["status"] != "complete":
                continue
            confirmed = [entry for entry in self.logged(LEGS[leg], trail=leg) if entry["metadata"].get("outcome") == "delivered"]
            if not confirmed:
                raise Wrong(f"it says that {leg} is complete, and the ledger has no confirmation")
            for member in ("evidence", "receipt_id", "received_by"):
                if all(entry["metadata"].get(member) != state[member] for entry in confirmed):
                    raise Wrong(f"the ledger has another {member} for {leg}")

    def attempts(self):
        attempts = self.json("attempts.json")["items"]
        for attempt in attempts:
            name = f"{attempt['leg']} attempt {attempt['attempt']}"
            ends = [entry for entry in self.logged(LEGS[attempt["leg"]], "late_receipt", trail=attempt["leg"]) if entry["attempt"] == attempt["attempt"]]
            late = attempt.get("late_receipt")
            if late is not None:
                if not any(self.same_late(late, entry) for entry in ends):
                    raise Wrong(f"{name}: the ledger has no such late receipt")
                if late["ledger_head_seen"] is not None:
                    self.check(f"attempts.json {name}", self.checkpoint_seen, name, late["ledger_head_seen"])
            if attempt["outcome"] is None:
                continue
            if not ends:
                raise Wrong(f"{name} is not in the ledger")
            if all(entry["metadata"].get("outcome") != attempt["outcome"] for entry in ends):
                raise Wrong(f"{name} has another outcome in the ledger")
            if not any(self.same_end(attempt, entry) for entry in ends):
                raise Wrong(f"{name}: the ledger has another time, status, error or digest of the answer")
            if attempt.get("ledger_head_seen") is not None:
                self.check(f"attempts.json {name}", self.checkpoint_seen, name, attempt["ledger_head_seen"])
        known = {(attempt["leg"], attempt["attempt"]) for attempt in attempts}
        for index, entry in self.placed(*LEGS.values()):
            if entry["attempt"] is not None and (entry["trail"], entry["attempt"]) not in known and not self.may_be_lost(index):
                raise Wrong(f"{entry['trail']} attempt {entry['attempt']} is in the ledger and missing here")

    def checkpoint_seen(self, name, seen):
        """Checks the checkpoint in a hub's receipt: if the hub signed it, it must be one of this log. An unsigned one proves nothing."""
        if seen["standing"] == "malformed":
            return self.pack.note(f"{self.folder}: {name}: the hub reports a ledger checkpoint that cannot be read: {seen['problem']}")
        try:
            self.log.includes(seen)
        except Wrong as wrong:
            if seen["signed"] or seen["standing"] in ("as_sent", "consistent"):
                raise
            return self.pack.note(f"{self.folder}: {name}: the hub claims, without a signature, to have seen another ledger: {wrong}")
        self.pack.seen += 1
        self.pack.signed += seen["signed"] is True
        return None

    @staticmethod
    def same_end(attempt, entry):
        members = ("outcome", "cause", "status_code", "error", "response_sha256", "idempotency_key", "ledger_head_seen")
        known = entry["metadata"]
        same = entry["occurred_at"] == attempt["ended_at"] and all(known.get(member) == attempt.get(member) for member in members)
        code = attempt.get("error_code")
        # An older version wrote an entry that has an error and no code.
        return same and (code == known.get("error_code") or ("error_code" not in known and known.get("error") is not None))

    @staticmethod
    def same_late(late, entry):
        members = ("outcome", "status_code", "error", "error_code", "evidence", "receipt_id", "received_by", "response_sha256", "ledger_head_seen")
        known = entry["metadata"]
        return entry["occurred_at"] == late["received_at"] and all(known.get(member) == late[member] for member in members)

    def guardian(self):
        authorized = self.logged("receive_authorization")
        at = authorized[0]["metadata"].get("authorization_verified_at") or authorized[0]["occurred_at"]
        verify_guardian(self.signoff, self.pack.jwks, datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp())


def show(text):
    """The text on one line, with everything unprintable escaped."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def main():
    options = argparse.ArgumentParser(description="Verifies an audit pack of HandoffSaga.", epilog="Exit codes: 0 the pack is valid, 1 it could not be verified, 2 wrong usage, 6 something is wrong.")
    options.add_argument("pack", nargs="?", default=os.path.dirname(os.path.abspath(__file__)), help="a zip, or the folder it was unpacked to (default: the folder of this file)")
    options.add_argument("--vkey", action="append", default=[], help="a log's verifier key, not from the pack; one for each station")
    options.add_argument("--jwks", help="Guardian's public keys, not from the pack")
    chosen = options.parse_args()
    try:
        vkeys = [LogKey(vkey) for vkey in chosen.vkey]
        jwks = None
        if chosen.jwks:
            with open(chosen.jwks, "rb") as file:
                jwks = parse(file.read())
    except Wrong as wrong:
        options.error(f"--vkey or --jwks: {wrong}")
    except OSError as error:
        options.error(str(error))
    try:
        files = read_pack(chosen.pack)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        print(f"verify.py: {chosen.pack} cannot be read: {error}", file=sys.stderr)
        return 6 if isinstance(error, zipfile.BadZipFile) else 1
    except Wrong as wrong:
        print(f"WRONG  {chosen.pack}: {wrong}")
        return 6

    verification = Verification(files, vkeys, jwks)
    verification.run()
    for where, what in verification.findings:
        print(f"WRONG  {show(where)}: {show(what)}")
    for note in verification.notes:
        print(f"note   {show(note)}")
    if verification.findings:
        print(f"{len(verification.findings)} findings: this pack is not valid.")
        return 6
    seen = f"{verification.seen} ledger checkpoints seen by hubs ({verification.signed} signed), " if verification.seen else ""
    print(f"OK     {verification.transfers} transfers, {verification.entries} ledger entries proved, {seen}nothing wrong.")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
