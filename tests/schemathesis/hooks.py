"""Leads what is generated to things that are there, so that more than the way to a 404 is tried."""

import base64
import json
import os
from collections import Counter

import schemathesis

with open(os.environ["PARHELION_WORLDS"], encoding="utf-8") as file:
    WORLDS = json.load(file)

# Every so many calls of an operation keep the ids they were generated with, which lead to nothing.
STRANGERS = 6
# Of each of these only the first may stand beside the others.
ONE_OF = (("userId", "userExternalId", "participantId"), ("after", "before"), ("integrationId", "integrationType"))

calls = Counter()
partners = {"operation_id": ["RevokeAccess", "GetTokenInfo"]}


class Auth:
    """Sends the same credentials with every request."""

    value = ""

    def get(self, case, context):
        return self.value

    def set(self, case, value, context):
        case.headers["Authorization"] = value


@schemathesis.auth().skip_for(**partners)
class AccountAuth(Auth):
    key = f"{os.environ['PARHELION_KEY_ID']}:{os.environ['PARHELION_KEY_SECRET']}"
    value = f"Basic {base64.b64encode(key.encode()).decode()}"


@schemathesis.auth().apply_to(**partners)
class PartnerAuth(Auth):
    value = f"Bearer {os.environ['PARHELION_PARTNER_TOKEN']}"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts real ids where ids are expected, but where something wrong is meant to stand."""
    if case.meta is None or case.meta.phase.name == "stateful":
        return  # Walks from what it made itself.
    operation_id = case.operation.definition.raw["operationId"]
    worlds = WORLDS.get(operation_id, [])
    calls[operation_id] += 1
    if not worlds or calls[operation_id] % STRANGERS == 0:
        return
    world = worlds[calls[operation_id] % len(worlds)]
    change(case, "path_parameters", "path", lambda path: {name: world["path"].get(name, path[name]) for name in path})
    change(case, "query", "query", lambda query: led(query, world["named"]))
    change(case, "body", "body", lambda body: led(body, world["named"]))
    # Generated keys are few, and a key is good for one message.
    change(case, "headers", "header", lambda headers: renamed(headers, f"key-{calls[operation_id]}"))


def change(case, part, location, work):
    """Changes a part of a request that keeps to its schema; what stays the same is not touched."""
    value = getattr(case, part)
    component = next((one for place, one in case.meta.components.items() if place.value == location), None)
    if not value or not hasattr(value, "items") or (component is not None and component.mode.is_negative):
        return
    changed = work(dict(value))
    if changed != dict(value):
        setattr(case, part, changed)


def renamed(headers, key):
    return {name: key if name.lower() == "idempotency-key" else value for name, value in headers.items()}


def led(value, named):
    """The same with real ids under the names of ids, and one where only one may be."""
    if isinstance(value, list):
        return [led(one, named) for one in value]
    if not isinstance(value, dict):
        return value
    meanings = {name: meaning(name) for name in value}
    superfluous = {name for names in ONE_OF for name in [one for one in names if one in meanings.values()][1:]}
    if value.get("type") == "business":
        superfluous |= {"userId", "userExternalId"}
    return {
        name: named[meanings[name]] if meanings[name] in named and isinstance(part, str) else led(part, named)
        for name, part in value.items()
        if meanings[name] not in superfluous
    }


def meaning(name):
    """`userId` of `filter[userId]`."""
    return name.removesuffix("]").rpartition("[")[2]
