"""Reads commands of the aws CLI as JSON lists of words, and prints those of which an operation or a flag does not exist."""
import json
import sys

import botocore.session
from awscli.customizations.argrename import ARGUMENT_RENAMES
from botocore import xform_name

# Flags of the CLI itself: https://docs.aws.amazon.com/cli/latest/reference/#options
GLOBAL = {"region", "profile", "output", "query", "endpoint-url"}


def flags_of(service: str, operation: str, members: list[str]) -> set[str]:
    """The CLI has other names for what would be taken for its own flags."""
    known = {xform_name(name, "-") for name in members}
    renamed = {ARGUMENT_RENAMES.get(f"{service}.{operation}.{name}", name) for name in known}
    return renamed | GLOBAL


session = botocore.session.get_session()
problems = []
for service, operation, *words in json.load(sys.stdin):
    client = session.create_client(service, region_name="eu-west-1")
    method = operation.replace("-", "_")
    if method not in client.meta.method_to_api_mapping:
        problems.append(f"aws {service} {operation}: there is no such operation")
        continue
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    known = flags_of(service, operation, list(model.input_shape.members) if model.input_shape else [])
    for word in words:
        if word.startswith("--") and word[2:] not in known:
            problems.append(f"aws {service} {operation} {word}: there is no such flag")
print(json.dumps(problems))
