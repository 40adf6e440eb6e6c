#!/usr/bin/env python3
"""The next node in Python: learns from RabbitMQ that a part is ready for pickup, with the SmartContract of the test that comes next.

Needs hub.py beside it and the package `pika`.

    node.py --amqp amqp://localhost/ --folder floor                          as the Floor Hub: signals for all stations
    node.py --amqp amqp://localhost/ --folder cp --station NODE-CP-001       as one station, with a queue of its own

HandoffSaga must be configured with Hubs:Floor:Connector=amqp. The queue floor-hub.deliveries gets the signals of all stations, also of those with a queue of
their own: let somebody take them from there, or give it a policy with a message-ttl. The first receipt completes the leg, a second is recorded.
"""

import argparse

from hub import Hub, Rejected, Store

EXCHANGE = "handoff.node-deliveries"
FLOOR_QUEUE = "floor-hub.deliveries"


def part_ready(station):
    def check(package):
        if station and package.get("target_node") != station:
            raise Rejected(f"this is {station}, not {package.get('target_node')}")
        contract, part = package["next_contract"], package["part_tracking"]
        print(f"{package['target_node']}: {part['part_id']} is ready at {package['source_node']} for {contract['smart_contract_id']}", flush=True)

    return check


def own_queue(station, queue):
    def declare(channel):
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(queue, EXCHANGE, routing_key=station)

    return declare


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--amqp", required=True, help="the broker, or several nodes of one with commas in between")
    parser.add_argument("--folder", required=True, help="where packages are kept")
    parser.add_argument("--station", help="take only this station's signals, from a queue of its own")
    args = parser.parse_args()

    hub = Hub(args.station or "floor-hub", Store(args.folder), part_ready(args.station))
    if args.station:
        queue = f"node.{args.station}"
        hub.run(args.amqp, queue, own_queue(args.station, queue))
    else:
        hub.run(args.amqp, FLOOR_QUEUE)


if __name__ == "__main__":
    main()
