"""
Judges what machines call by themselves: `python integrations.py DEFINITION...`. Step Functions takes the members of an
operation's input with a capital letter, and objects where the model has text or bytes
(https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html). Prints `{"calls", "deviations"}`.
"""

import collections
import json
import re
import sys

import models
from shapes import constraints

RESOURCE = re.compile(r"^arn:aws:states:::(\w+):(\w+)(?:\.(?:sync|sync:2|waitForTaskToken))?$")


def main(paths):
    calls, deviations = collections.Counter(), []
    for path in paths:
        with open(path, encoding="utf8") as file:
            for resource, arguments in _calls(json.load(file)):
                service, action = RESOURCE.match(resource).groups()
                calls[f"{service}:{action}"] += 1
                for what in _judge(service, action, arguments):
                    deviations.append(f"{path.rsplit('/', 1)[-1]} {service}:{action} {what}")
    print(json.dumps({"calls": dict(sorted(calls.items())), "deviations": deviations}))


def _calls(node):
    """Every task, and every reader of a map: (resource, arguments)."""
    if isinstance(node, dict):
        if RESOURCE.match(str(node.get("Resource"))):
            yield node["Resource"], node.get("Arguments", {})
        for each in node.values():
            yield from _calls(each)
    elif isinstance(node, list):
        for each in node:
            yield from _calls(each)


def _judge(service, action, arguments):
    model = models.service(service)
    name = action[0].upper() + action[1:]
    if name not in model.operation_names:
        yield "is no operation"
        return
    yield from _structure(model.operation_model(name).input_shape, arguments, "$")


def _structure(shape, value, path):
    known = {member[0].upper() + member[1:]: member for member in shape.members}
    for name in value:
        if name not in known:
            yield f"{path}.{name}: unknown to the model"
        else:
            yield from _value(shape.members[known[name]], value[name], f"{path}.{name}")
    for member in shape.required_members:
        if member[0].upper() + member[1:] not in value:
            yield f"{path}.{member}: lost"


def _value(shape, value, path):
    if isinstance(value, str) and ("{%" in value or "${" in value):
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        yield from _structure(shape, value, path)
    elif shape.type_name == "list" and isinstance(value, list):
        for each in value:
            yield from _value(shape.member, each, f"{path}[]")
    elif shape.type_name in ("string", "blob") and isinstance(value, dict):
        return
    else:
        yield from (what for what, _ in constraints(shape, value, path))


if __name__ == "__main__":
    main(sys.argv[1:])
