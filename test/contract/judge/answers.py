"""Judges answers: parsed by botocore as a client does it, and compared with what its model says of the output."""

import json
import re
import xml.etree.ElementTree as ElementTree

import botocore.awsrequest
import botocore.model
from botocore.parsers import create_parser
from botocore.validate import ParamValidator

from shapes import constraints

# What every operation of a service may answer
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/CommonErrors.html, and each service's own page of common errors).
COMMON_ERRORS = {
    "AccessDeniedException", "ExpiredTokenException", "IncompleteSignature", "InternalFailure", "InvalidClientTokenId",
    "MissingAuthenticationToken", "RequestExpired", "ServiceUnavailable", "ThrottlingException", "UnrecognizedClientException",
    "ValidationException", "AccessDenied", "Throttling", "InvalidSignatureException",
}
# What AWS is seen to answer although no model has it: eksctl deletes one Fargate profile after the other because of it.
SEEN_ERRORS = {("eks", "DeleteFargateProfile", "ResourceInUseException")}
ISO = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
NOTHING = botocore.model.StructureShape("Nothing", {"type": "structure", "members": {}}, botocore.model.ShapeResolver({}))


def judge(exchange, operation):
    """Yields (what is wrong, example)."""
    protocol = operation.service_model.metadata["protocol"]
    shape = operation.output_shape or NOTHING
    parsed = create_parser(protocol).parse(
        {
            "status_code": exchange.status,
            "headers": botocore.awsrequest.HeadersDict({name: str(value) for name, value in exchange.answer_headers.items()}),
            # A client gets a stream, which the parser does not look into.
            "body": b"" if operation.has_streaming_output and exchange.status < 300 else exchange.answered.content,
        },
        shape,
    )
    metadata = parsed.pop("ResponseMetadata", {})
    if not metadata.get("RequestId"):
        yield "no request id", None
    if exchange.status >= 300:
        yield from _error(exchange, operation, parsed.get("Error", {}), protocol)
        return
    if exchange.status != operation.http.get("responseCode", 200):
        yield f"status {exchange.status}, the model says {operation.http.get('responseCode', 200)}", None
    yield from _content_type(exchange, operation, protocol)
    report = ParamValidator().validate(parsed, shape)
    for line in report.generate_report().splitlines():
        yield f"botocore refuses: {line}", None
    yield from constraints(shape, parsed)
    yield from _unknown(exchange, operation, shape, protocol)


def _error(exchange, operation, error, protocol):
    code = error.get("Code")
    if not code:
        yield f"an error {exchange.status} without a code", exchange.answered.content[:200].decode(errors="replace")
        return
    modelled = {each.metadata.get("error", {}).get("code", each.name): each for each in operation.error_shapes}
    modelled.update({each.name: each for each in operation.error_shapes})
    if code in modelled:
        wanted = modelled[code].metadata.get("error", {}).get("httpStatusCode")
        if wanted and wanted != exchange.status:
            yield f"error {code} with status {exchange.status}, the model says {wanted}", None
    elif (exchange.service, operation.name, code) in SEEN_ERRORS:
        return
    elif protocol in ("json", "rest-json") and code not in COMMON_ERRORS:
        yield f"error {code}: neither in the model nor common", exchange.answered.content[:200].decode(errors="replace")


def _content_type(exchange, operation, protocol):
    sent = exchange.answer_headers.get("content-type", "")
    payload = operation.output_shape and operation.output_shape.serialization.get("payload")
    is_bytes = payload and operation.output_shape.members[payload].type_name in ("blob", "string")
    if is_bytes or not exchange.answered.content:
        return
    wanted = {
        "json": f"application/x-amz-json-{operation.service_model.metadata.get('jsonVersion')}",
        "rest-json": "application/json",
        "query": "text/xml",
        "ec2": "text/xml",
        "rest-xml": "application/xml",
    }[protocol]
    if sent.partition(";")[0].lower() != wanted:
        yield f"content type {sent or 'missing'}, not {wanted}", None


def _unknown(exchange, operation, shape, protocol):
    """What botocore passed over without a word."""
    content = exchange.answered.content
    payload = shape.serialization.get("payload")
    if payload:
        shape = shape.members[payload]
        if shape.type_name in ("blob", "string"):
            return
    if not content.strip():
        return
    if not exchange.answered.is_whole:
        yield "an answer that is too long to be recorded", None
    elif protocol in ("json", "rest-json"):
        yield from _unknown_json(shape, json.loads(content), "$")
    else:
        yield from _unknown_xml(shape, _result(operation, ElementTree.fromstring(content), protocol), "$")


def _result(operation, root, protocol):
    """The element that has the members of the output."""
    if protocol == "rest-xml":
        return root
    wanted = f"{operation.name}Response"
    if _tag(root) != wanted:
        raise ValueError(f"<{_tag(root)}> and not <{wanted}>")
    wrapper = operation.output_shape and operation.output_shape.serialization.get("resultWrapper")
    if wrapper:
        return next(each for each in root if _tag(each) == wrapper)
    # EC2 says so of every operation without an output (API_DeleteSnapshot, "Response Elements"); the models leave it out.
    envelope = ["requestId", "ResponseMetadata", f"{operation.name}Result", *([] if operation.output_shape else ["return"])]
    for each in [each for each in root if _tag(each) in envelope]:
        root.remove(each)
    return root


def _unknown_json(shape, value, path):
    if value is None:
        yield f"{path}: null", None
    elif shape.type_name == "structure" and isinstance(value, dict):
        if "__type" in value:
            value = {name: each for name, each in value.items() if name != "__type"}
        names = {inner.serialization.get("name", member): inner for member, inner in shape.members.items()}
        for name, each in value.items():
            if name not in names:
                yield f"{path}.{name}: unknown to the model", each
            else:
                yield from _unknown_json(names[name], each, f"{path}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for each in value:
            yield from _unknown_json(shape.member, each, f"{path}[]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for each in value.values():
            yield from _unknown_json(shape.value, each, f"{path}{{}}")
    elif shape.type_name == "timestamp" and (isinstance(value, bool) or not isinstance(value, (int, float))):
        yield f"{path}: a timestamp that is no number", value


def _unknown_xml(shape, element, path):
    if shape.type_name == "structure":
        names = {_xml_name(inner, member): inner for member, inner in shape.members.items()}
        for each in element:
            inner = names.get(_tag(each))
            if inner is None:
                yield f"{path}.{_tag(each)}: unknown to the model", each.text
            else:
                is_flat = inner.type_name == "list" and inner.serialization.get("flattened")
                yield from _unknown_xml(inner.member if is_flat else inner, each, f"{path}.{_tag(each)}")
    elif shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")
        for each in element:
            if _tag(each) != wanted:
                yield f"{path}: an element <{_tag(each)}>, not <{wanted}>", None
            yield from _unknown_xml(shape.member, each, f"{path}[]")
    elif shape.type_name == "timestamp" and not ISO.match(element.text or ""):
        yield f"{path}: a timestamp that is not ISO 8601", element.text


def _xml_name(shape, member):
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        return shape.serialization.get("name", shape.member.serialization.get("name", member))
    return shape.serialization.get("name", member)


def _tag(element):
    return re.sub(r"^\{[^}]*\}", "", element.tag)
