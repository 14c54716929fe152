"""
Judges requests: read into parameters, validated by botocore, and serialized by botocore again. What botocore would send is
what was sent, or something was sent that the model does not know.
"""

import base64
import datetime
import json
import urllib.parse

from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

import models
from shapes import constraints

# Sent with every request, whatever its operation is.
OF_EVERY_REQUEST = {
    "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-target", "x-amz-user-agent", "x-amz-api-version",
}


def judge(exchange, operation, labels):
    """Yields (what is wrong, example)."""
    protocol = operation.service_model.metadata["protocol"]
    params = _read(exchange, operation, labels, protocol) if operation.input_shape else {}
    if operation.input_shape:
        report = ParamValidator().validate(params, operation.input_shape)
        for line in report.generate_report().splitlines():
            yield f"botocore refuses: {line}", exchange.url
        yield from constraints(operation.input_shape, params)
    if operation.deprecated:
        yield "is deprecated", None
    wanted = create_serializer(protocol, include_validation=False).serialize_to_request(params, operation)
    yield from _compare(exchange, operation, wanted, protocol)


def _read(exchange, operation, labels, protocol):
    shape = operation.input_shape
    if protocol in ("query", "ec2"):
        return _from_form(shape, _tree(models.form(exchange)), protocol)
    if protocol == "json":
        return _from_json(shape, json.loads(exchange.sent.content or b"{}"))
    params, query = {}, exchange.query
    for member, inner in shape.members.items():
        location, name = inner.serialization.get("location"), inner.serialization.get("name", member)
        if location == "uri" and name in labels:
            params[member] = _scalar(inner, labels[name])
        elif location == "querystring":
            values = [value for each, value in query if each == name]
            if values:
                params[member] = values if inner.type_name == "list" else _scalar(inner, values[0])
        elif location == "header" and name.lower() in exchange.headers:
            params[member] = _scalar(inner, exchange.headers[name.lower()])
    return {**params, **_body(exchange, shape)}


def _body(exchange, shape):
    payload = shape.serialization.get("payload")
    content = exchange.sent.content
    if payload is None:
        return _from_json(shape, json.loads(content)) if content else {}
    if shape.members[payload].type_name in ("blob", "string"):
        return {payload: content}
    return {payload: _from_json(shape.members[payload], json.loads(content))} if content else {}


def _tree(pairs):
    tree = {}
    for name, value in pairs:
        *path, last = name.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return tree


def _from_form(shape, node, protocol):
    if shape.type_name == "structure":
        read = {}
        for member, inner in shape.members.items():
            name = _form_name(inner, member, protocol)
            if name in node:
                read[member] = _from_form(inner, node[name], protocol)
        return read
    if shape.type_name == "list":
        if protocol == "query" and not shape.serialization.get("flattened"):
            node = node.get(shape.member.serialization.get("name", "member"), {})
        numbered = sorted(node.items(), key=lambda entry: int(entry[0]))
        return [_from_form(shape.member, each, protocol) for _, each in numbered]
    return _scalar(shape, node)


def _form_name(shape, member, protocol):
    name = shape.serialization.get("name", member)
    if protocol == "query":
        return name
    return shape.serialization.get("queryName", name[0].upper() + name[1:])


def _from_json(shape, value):
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {inner.serialization.get("name", member): member for member, inner in shape.members.items()}
        known = {names[name]: each for name, each in value.items() if name in names}
        return {member: _from_json(shape.members[member], each) for member, each in known.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_from_json(shape.member, each) for each in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: _from_json(shape.value, each) for key, each in value.items()}
    return value if isinstance(value, bool) else _scalar(shape, value)


def _scalar(shape, value):
    """Of the type that the model wants where the text is one; else as it is, and botocore's validator says so."""
    try:
        if shape.type_name in ("integer", "long"):
            return int(value)
        if shape.type_name == "boolean":
            return {"true": True, "false": False}[value]
        if shape.type_name == "timestamp":
            return datetime.datetime.fromtimestamp(float(value), datetime.timezone.utc)
        if shape.type_name == "blob":
            return base64.b64decode(value)
    except (KeyError, TypeError, ValueError):
        pass
    return value


def _compare(exchange, operation, wanted, protocol):
    if protocol in ("query", "ec2"):
        yield from _differences(dict(models.form(exchange)), {name: _text(each) for name, each in wanted["body"].items()})
        return
    if protocol != "json":
        yield from _compare_uri(exchange, operation, wanted)
    for name in sorted(exchange.headers):
        known = {each.lower() for each in wanted["headers"]} | OF_EVERY_REQUEST
        if name.startswith("x-amz-") and not name.startswith("x-amz-meta-") and name not in known:
            yield f"header {name} is unknown", exchange.headers[name]
    if protocol in ("json", "rest-json") and not operation.has_streaming_input and not _is_bytes(operation):
        sent = json.loads(exchange.sent.content or b"{}")
        yield from _differences(sent, json.loads(wanted["body"] or b"{}"))
    expected = wanted["headers"].get("Content-Type")
    if expected and protocol == "json" and exchange.headers.get("content-type") != expected:
        yield f"content type {exchange.headers.get('content-type')}", expected


def _compare_uri(exchange, operation, wanted):
    path, _, fixed = wanted["url_path"].partition("?")
    if urllib.parse.unquote(path).rstrip("/") != urllib.parse.unquote(exchange.path).rstrip("/"):
        yield "another path", exchange.path
    query = wanted["query_string"]
    pairs = list(query.items() if isinstance(query, dict) else query) + urllib.parse.parse_qsl(fixed, keep_blank_values=True)
    flat = [(name, _text(each)) for name, value in pairs for each in (value if isinstance(value, list) else [value])]
    yield from _differences(dict(exchange.query), dict(flat), "query")


def _is_bytes(operation):
    payload = operation.input_shape and operation.input_shape.serialization.get("payload")
    return bool(payload) and operation.input_shape.members[payload].type_name in ("blob", "string")


def _text(value):
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else str(value)


def _differences(sent, wanted, path="$"):
    """Where botocore would have sent something else."""
    if isinstance(sent, dict) and isinstance(wanted, dict):
        for name in sorted(sent.keys() | wanted.keys()):
            if name not in wanted:
                yield f"{path}.{name}: unknown to the model", sent[name]
            elif name not in sent:
                yield f"{path}.{name}: lost", wanted[name]
            else:
                yield from _differences(sent[name], wanted[name], f"{path}.{name}")
    elif isinstance(sent, list) and isinstance(wanted, list) and len(sent) == len(wanted):
        for one, other in zip(sent, wanted):
            yield from _differences(one, other, f"{path}[]")
    elif sent != wanted and not _is_close(sent, wanted):
        yield f"{path}: botocore writes it otherwise", [sent, wanted]


def _is_close(sent, wanted):
    """botocore cuts the milliseconds of timestamps."""
    numbers = [each for each in (sent, wanted) if isinstance(each, (int, float)) and not isinstance(each, bool)]
    return len(numbers) == 2 and abs(sent - wanted) < 1
