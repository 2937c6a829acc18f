"""Thousands of slow connections against a gateway, and what a client beside them sees of it.

    slow.py BASE CONNECTIONS SECONDS LOGS

slowhttptest attacks in its three ways, each until the gateway has ended the last connection or SECONDS are over.
Meanwhile one member writes messages over a connection that stays, and opens another for every look at the inbox.
Exits 1 if one of the member's requests fails or a message is not there once, if the gateway holds more memory than its
bounds allow a connection, or if slow connections are left that it did not end.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fuzz"))
import world  # noqa: E402

# One line, or a piece of body, each 5 s; 5 bytes read a second. None of them would ever end by itself.
ATTACKS = {
    "slow heads": ["-H", "-i", "5"],
    "slow bodies": ["-B", "-i", "5", "-s", "65536", "-f", "application/json"],
    "slow reads": ["-X", "-w", "64", "-y", "256", "-n", "1", "-z", "5", "-k", "3"],
}
PAGE = {"slow heads": "/", "slow bodies": "/api/v1/session", "slow reads": "/api/v1/openapi.json"}
# Within what one account may ask, all in all.
PAUSE = 0.13
TIMEOUT = 20
# Connections of the member, of the watch, and of slowhttptest's own look.
OURS = 5
# A connection of the gateway with a head under way: what it read of it, and its own state.
CONNECTION_BYTES = 16 << 10
SPARE_BYTES = 32 << 20


class Client:
    """One member who writes and looks, and counts how long each takes."""

    def __init__(self, base):
        self.owner, _ = world.sign_up(base)
        inbox = self.owner.get("/inboxes")["items"][0]
        inbox["widget"]["preChat"] = {"name": "optional", "email": "optional", "phone": "optional"}
        self.owner.ask("PATCH", f"/inboxes/{inbox['id']}", {"widget": inbox["widget"]})
        _, self.conversation = world.visit(base, inbox["id"])
        self.host = self.owner.host
        self.kept = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        self.written = 0
        self.failures = []

    def run(self, is_over):
        """Seconds of each message, and of each look, until `is_over`."""
        times = {"message": [], "look": []}
        while not is_over():
            self.written += 1
            times["message"].append(self.ask(self.kept, "POST", f"/conversations/{self.conversation}/messages",
                                             {"clientId": self.written, "body": f"{self.written}"}))
            fresh = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
            times["look"].append(self.ask(fresh, "GET", "/conversations"))
            fresh.close()
            time.sleep(PAUSE)
        return times

    def ask(self, connection, method, path, body=None):
        start = time.monotonic()
        try:
            connection.request(method, "/api/v1" + path, json.dumps(body) if body else None,
                               {"Content-Type": "application/json", "Cookie": self.owner.cookie})
            response = connection.getresponse()
            response.read()
            if response.status >= 300:
                self.failures.append(f"{method} {path}: {response.status}")
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self.failures.append(f"{method} {path}: {error!r}")
        return time.monotonic() - start

    def stored(self):
        """How many of the messages are there."""
        found, after = 0, 0
        while True:
            page = self.owner.get(f"/conversations/{self.conversation}/messages?after={after}&limit=100")["items"]
            if not page:
                return found
            found += sum(1 for message in page if message["body"].isdigit())
            after = page[-1]["sequence"]


class Watch(threading.Thread):
    """The gateway's own figures, twice a second."""

    def __init__(self, host):
        super().__init__(daemon=True)
        self.host = host
        self.seen = []
        self.ends = threading.Event()

    def run(self):
        while not self.ends.wait(0.5):
            self.seen.append(self.look())

    def look(self):
        connection = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        figures = dict(re.findall(r"^(\w+) (\d+)$", text, re.M))
        return int(figures["majlis_connections"]), int(figures["process_resident_memory_bytes"])


def log_path(name, logs):
    return os.path.join(logs, name.replace(" ", "-") + ".log")


def attack(name, base, connections, seconds, logs):
    command = ["slowhttptest", *ATTACKS[name], "-c", str(connections), "-r", "1000", "-l", str(seconds),
               "-p", str(TIMEOUT), "-u", base + PAGE[name]]
    with open(log_path(name, logs), "w") as log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


def attempted(name, logs):
    """How many connections the attack has made, by its last count, and whether it ended because none was left."""
    with open(log_path(name, logs)) as log:
        text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", log.read())
    made = dict(re.findall(r"^(connected|closed):\s+(\d+)", text, re.M))
    return sum(int(number) for number in made.values()), "No open connections left" in text


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def row(name, times, calm=None):
    cells = []
    for kind in ["message", "look"]:
        for part in [0.5, 0.99]:
            value = percentile(times[kind], part)
            ratio = f" ×{value / percentile(calm[kind], part):.1f}" if calm else ""
            cells.append(f"{value:.1f}{ratio}")
    print(f"{name:<12}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


def main(base, connections, seconds, logs):
    client = Client(base)
    watch = Watch(client.host)
    end = time.monotonic() + seconds
    client.run(lambda: time.monotonic() > end - seconds * 3 / 4)
    print(f"{'ms':<12}" + "".join(f"{cell:>16}" for cell in ["message p50", "p99", "look p50", "p99"]))
    calm = client.run(lambda: time.monotonic() > end)
    row("alone", calm)
    _, before = watch.look()
    watch.start()
    faults = []
    for name in ATTACKS:
        watch.seen.clear()
        attacker = attack(name, base, connections, seconds, logs)
        row(name, client.run(lambda: attacker.poll() is not None), calm)
        seen = list(watch.seen) or [watch.look()]
        most, memory = max(held for held, _ in seen), max(memory for _, memory in seen) - before
        # Some moments before the attack's own end. A slow reader does not notice for long that it was cut off, so that
        # the gateway itself must be asked.
        opened, are_over = attempted(name, logs)
        left = 0 if are_over else max(0, seen[-min(4, len(seen))][0] - OURS)
        print(f"{'':<12}{opened} slow connections, at most {most} at once, {left} left at the end; "
              f"memory +{memory >> 20} MiB", flush=True)
        if not opened or left:
            faults.append(f"{name}: {left} of {opened} slow connections were left to stay")
        if memory > connections * CONNECTION_BYTES + SPARE_BYTES:
            faults.append(f"{name}: the gateway took {memory >> 20} MiB")
    watch.ends.set()
    faults += client.failures[:20]
    if (stored := client.stored()) != client.written:
        faults.append(f"{stored} of {client.written} messages are stored")
    print(f"\n{client.written} messages and as many looks, {len(client.failures)} failed.")
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
