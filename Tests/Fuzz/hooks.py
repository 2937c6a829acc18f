"""What Schemathesis is told beside the document: which things there are, what must not be asked while others still want
to ask, and which rules JSON Schema has no words for."""

import json
import os
import random
import re
import sys

import schemathesis

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accounts

with open(os.environ["MAJLIS_FUZZ_WORLD"]) as file:
    WORLD = json.load(file)


# ── What there is ─────────────────────────────────────────────────────────────────────────────────

@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The examples of the document name what is there, where requests are made of them."""
    raw_schema.update(real(raw_schema))


def real(value):
    if isinstance(value, dict):
        return {name: real(each) for name, each in value.items()}
    if isinstance(value, list):
        return [real(each) for each in value]
    return WORLD["examples"].get(value, value) if isinstance(value, str) else value


# After them a thing is gone, closed or used.
SPENDING = {
    "removeMember", "removeRole", "removeTeam", "revokeInvitation", "revokeAPIKey", "revokeVerificationSecret",
    "setConversationStatus", "acceptInvitation",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """What the others ask for stays: of what can be taken away there are spare ones."""
    # From many networks, since one that fails to sign in too often is kept waiting.
    case.headers["X-Forwarded-For"] = f"198.18.{random.randrange(256)}.{random.randrange(256)}"
    operation = case.operation.definition.raw["operationId"]
    if WORLD["part"] == "account":
        accounts.lend(case, operation, WORLD["base"], WORLD["token"])
    if operation not in SPENDING:
        return
    for values in (case.path_parameters, case.body):
        for name in values if isinstance(values, dict) else ():
            if WORLD["spare"].get(name) and values[name] in WORLD["examples"].values():
                values[name] = WORLD["spare"][name].pop()


# ── Who asks ──────────────────────────────────────────────────────────────────────────────────────

@schemathesis.hook
def filter_case(context, case):
    """Nobody takes away what they ask with: all further answers would be 401."""
    changes = case.method in ("DELETE", "PATCH")
    return not (changes and any(value in WORLD["own"] for value in (case.path_parameters or {}).values()))


# ── What JSON Schema has no words for ─────────────────────────────────────────────────────────────

# A field and the reason for which it may be refused although the document allows it.
UNSAID = {
    # What a list gave, and opaque to everybody else.
    ("cursor", "invalid"),
    # The installation's own list of time zones.
    ("timeZone", "unknown"),
    # Later than now.
    ("expiresAt", "past"),
    # Something visible: of Unicode's tables the document's pattern knows the common rows only.
    ("name", "required"), ("workspaceName", "required"), ("widget.title", "required"),
    ("body", "blank"), ("message.body", "blank"),
    # Characters as a reader counts them, and bytes of UTF-8, where JSON Schema counts code points.
    ("password", "tooShort"), ("password", "tooLong"),
    # Numbers of ports, and at most 263 bytes with the port that goes without saying.
    ("origins[]", "origin"),
    # One permission at least with one scope at least.
    ("grants", "required"),
    # `me` is nobody to a program.
    ("assignee", "unknown"),
    # The account's password.
    ("password", "wrong"), ("current", "wrong"),
    # The one that the invitation is for.
    ("email", "invalid"),
    # 40 characters once it is read.
    ("phone", "tooLong"), ("details.phone", "tooLong"),
    # Somebody or something that is there.
    ("role", "unknown"), ("member", "unknown"), ("team", "unknown"), ("handTo", "unknown"), ("plan", "unknown"),
}
# Refusals of no field, by their code.
UNSAID_CODES = {
    # Schemathesis does not speak WebSocket; the sockets have tests of their own.
    "socket.upgrade",
    # Bytes of UTF-8.
    "message.tooLong",
}
# A whole number is written without a fraction; to JSON Schema 1.0 is one.
FRACTION = "not a number with a fraction"
# An id of zeros has the form of an id and is none. A pattern that says so needs a lookahead, which many of those who
# read such documents cannot read.
NO_ID = re.compile(r"\b[a-z]{3}_0{13}\b")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether it is one: a request that the document allows may break a rule that it can only describe."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code not in (400, 413, 422):
        return True
    problem = response.json()
    if problem["code"] in UNSAID_CODES:
        return False
    if problem["code"] == "json.wrongType" and (NO_ID.search(json.dumps(case.body)) or FRACTION in problem["detail"]):
        return False
    if any(NO_ID.search(str(value)) for value in (case.query or {}).values()):
        return False
    faults = [(re.sub(r"\[\d+\]", "[]", fault["field"]), fault["code"]) for fault in problem.get("errors", [])]
    return not (faults and all(fault in UNSAID for fault in faults))
