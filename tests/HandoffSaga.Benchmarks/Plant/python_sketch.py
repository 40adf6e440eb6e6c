"""The customer's sketch as it stands, measured: requests, one thread, everything in memory, nothing durable.

usage: python_sketch.py VAULT_URL FLOOR_URL CONTRACTS_FOLDER HANDOFFS OPEN_LOOP_HANDOFFS PER_SECOND < signoff.json
Prints one JSON object: handoffs_per_second, cpu_ms, p50_ms, p99_ms, p999_ms, peak_mb.
"""
import json
import resource
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import requests
import yaml


def now():
    return datetime.now(timezone.utc).isoformat()


class Ledger:
    def __init__(self):
        self.entries = []

    def record_action(self, **entry):
        self.entries.append(entry)


class Dispatcher:
    def __init__(self, node_id, vault, floor, contracts):
        self.node_id, self.vault, self.floor, self.contracts = node_id, vault, floor, Path(contracts)
        self.pending, self.ledger = {}, Ledger()

    def receive(self, authorization):
        package_id = authorization["package_id"]
        transfer = {"transfer_id": f"XFER-{package_id}", "package_id": package_id, "authorization": authorization, "status": "authorized",
                    "received_timestamp": now(), "vault_status": "pending", "next_node_status": "pending", "retry_count": 0}
        self.pending[package_id] = transfer
        self._record("receive_authorization", package_id, {"transfer_id": transfer["transfer_id"]})
        trigger = authorization["test_data"].get("routing_trigger", {})
        self._record("read_routing", authorization["test_data"]["smart_contract_id"], trigger)
        transfer["vault_package"] = self._vault_package(authorization, trigger)
        transfer["next_node_package"] = self._next_node_package(authorization, trigger)
        for leg, url, body in (("vault", self.vault, transfer["vault_package"]),
                               ("next_node", self.floor, {"target_node": trigger["next_station"], "package": transfer["next_node_package"]})):
            response = requests.post(url, json=body, timeout=30)
            if response.status_code != 200:
                raise SystemExit(f"{leg}: HTTP {response.status_code}")
            transfer[f"{leg}_status"] = "complete"
            self._record(f"transfer_to_{leg}", package_id, {"success": True, "response": response.json(), "timestamp": now()})
        transfer["status"] = "fully_complete"
        self._record("execute_dual_transfer", package_id, {"status": transfer["status"]})

    def _vault_package(self, authorization, trigger):
        return {"package_type": "test_results", "source_node": self.node_id, "clientpo_id": authorization["clientpo_id"], "test_id": authorization["test_id"],
                "test_data": authorization["test_data"], "approvals": authorization["approvals"], "guardian_signature": authorization["guardian_signature"],
                "compliance_metadata": {"approval_count": len(authorization["approvals"])}, "audit_chain": {"guardian_node": self.node_id, "transfer_timestamp": now()},
                "workflow_status": {"has_next_step": trigger.get("next_station") is not None}}

    def _next_node_package(self, authorization, trigger):
        with open(self.contracts / trigger["next_contract"]) as file:
            contract = yaml.safe_load(file)
        return {"package_type": "part_ready", "source_node": self.node_id, "target_node": trigger["next_station"], "clientpo_id": authorization["clientpo_id"],
                "part_tracking": {"part_id": authorization["test_data"].get("part_id"), "previous_test": authorization["test_id"], "ready_for_pickup": True},
                "next_contract": contract, "contract_metadata": {"contract_id": contract["smart_contract_id"]}, "dispatch_timestamp": now()}

    def _record(self, action, target, metadata):
        self.ledger.record_action(action_type="handoff", action=action, target=target, details=action, user_id="system", smart_id=self.node_id, metadata=metadata)


def main():
    vault, floor, contracts, handoffs, open_loop, per_second = sys.argv[1:]
    handoffs, open_loop, per_second = int(handoffs), int(open_loop), int(per_second)
    text = sys.stdin.read()
    dispatcher = Dispatcher("NODE-LP-001", vault, floor, contracts)

    def one(run, number):
        signoff = json.loads(text)
        signoff["package_id"] = f"PKG-{run}-{number:07d}"
        dispatcher.receive(signoff)

    for number in range(100):
        one("warm", number)
    cpu, start = time.process_time(), time.perf_counter()
    for number in range(handoffs):
        one("closed", number)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    latencies, start = [], time.perf_counter()
    for number in range(open_loop):
        intended = start + number / per_second
        ahead = intended - time.perf_counter()
        if ahead > 0:
            time.sleep(ahead)
        one("open", number)
        latencies.append((time.perf_counter() - intended) * 1000)
    latencies.sort()

    def at(quantile):
        return latencies[min(len(latencies) - 1, int(len(latencies) * quantile))]

    print(json.dumps({"handoffs_per_second": handoffs / seconds, "cpu_ms": cpu * 1000 / handoffs, "p50_ms": at(0.5), "p99_ms": at(0.99), "p999_ms": at(0.999),
                      "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


main()
