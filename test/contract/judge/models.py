"""Finds botocore's model of the operation that a request asks for."""

import functools
import re
import urllib.parse

import botocore.model
import botocore.session

# Signing name -> botocore's name, where they differ.
NAMES = {"states": "stepfunctions", "servicequotas": "service-quotas"}

_loader = botocore.session.get_session().get_component("data_loader")


@functools.cache
def service(signing_name):
    name = NAMES.get(signing_name, signing_name)
    return botocore.model.ServiceModel(_loader.load_service_model(name, "service-2"), name)


class NoSuchOperation(Exception):
    """What was asked for is in no model."""


def operation(exchange):
    """The model of the operation, and what its URL says: label -> value. Raises NoSuchOperation."""
    model = service(exchange.service)
    protocol = model.metadata["protocol"]
    if protocol in ("query", "ec2"):
        return _named(model, dict(form(exchange)).get("Action")), {}
    if "x-amz-target" in exchange.headers:
        prefix, _, name = exchange.headers["x-amz-target"].rpartition(".")
        if prefix != model.metadata["targetPrefix"]:
            raise NoSuchOperation(f"target prefix {prefix}")
        return _named(model, name), {}
    return _by_uri(model, exchange)


def form(exchange):
    text = exchange.sent.content.decode() if exchange.method == "POST" else None
    return exchange.query if text is None else urllib.parse.parse_qsl(text, keep_blank_values=True)


def _named(model, name):
    if name not in model.operation_names:
        raise NoSuchOperation(str(name))
    return model.operation_model(name)


def _by_uri(model, exchange):
    """The one that asks for most of what was sent: `?list-type=2`, required members, then the longest path."""
    fitting = [fit for name in model.operation_names if (fit := _fit(model.operation_model(name), exchange))]
    if not fitting:
        raise NoSuchOperation(f"{exchange.method} of such a path")
    _, found, labels = max(fitting, key=lambda fit: fit[0])
    return found, labels


def _fit(candidate, exchange):
    if candidate.http["method"] != exchange.method:
        return None
    pattern, fixed = _pattern(candidate.http["requestUri"])
    match = pattern.match(exchange.path)
    sent = dict(exchange.query)
    if not match or any(name not in sent or (value and sent[name] != value) for name, value in fixed):
        return None
    needed = _needed(candidate, exchange, sent)
    if needed is None:
        return None
    labels = {name: urllib.parse.unquote(value) for name, value in match.groupdict().items()}
    return (len(fixed), needed, -len(labels), len(pattern.pattern)), candidate, labels


@functools.cache
def _pattern(uri):
    path, _, query = uri.partition("?")
    greedy = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
    pattern = re.compile("^" + re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", greedy).rstrip("/") + "/?$")
    return pattern, urllib.parse.parse_qsl(query, keep_blank_values=True)


def _needed(candidate, exchange, sent):
    """How many members that it requires outside of the body were sent; None when one was not."""
    count = 0
    shape = candidate.input_shape
    for member in shape.required_members if shape else []:
        serialization = shape.members[member].serialization
        name = serialization.get("name", member)
        place = {"querystring": sent, "header": exchange.headers}.get(serialization.get("location"))
        if place is None:
            continue
        if (name if place is sent else name.lower()) not in place:
            return None
        count += 1
    return count
