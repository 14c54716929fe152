"""MiniStack with its gaps closed: the one place where this tier does not take it as it is.

Each gap has a sentence, which docs/verified.md shows. `--list` prints them and starts nothing. A release of MiniStack
that is not the pinned one fails here by name, so that nothing is changed blindly.
"""

import importlib.metadata
import json
import os
import sys

PINNED = "1.5.33"
GAPS = []


def gap(what, reason):
    def keep(close):
        GAPS.append({"what": what, "reason": reason, "close": close})
        return close

    return keep


def replace_once(text, old, new):
    if text.count(old) != 1:
        raise SystemExit(f"MiniStack is not as test/deploy/gaps.py knows it: {text.count(old)} times {old!r}")
    return text.replace(old, new)


def answered(response):
    """The body of a MiniStack answer; an error as CloudFormation's handlers raise it."""
    status, _, body = response
    parsed = json.loads(body) if body else {}
    if status >= 400:
        raise ValueError(f"{parsed.get('__type')}: {parsed.get('message')}")
    return parsed


@gap(
    "AWS::StepFunctions::StateMachineVersion is unknown to its CloudFormation",
    "Its Step Functions know versions: the resource publishes one.",
)
def machine_versions():
    from ministack.services import stepfunctions
    from ministack.services.cloudformation import provisioners

    def create(logical_id, properties, stack):
        arn = answered(
            stepfunctions._publish_state_machine_version({"stateMachineArn": properties["StateMachineArn"]})
        )["stateMachineVersionArn"]
        return arn, {"Arn": arn}

    def delete(arn, properties):
        stepfunctions._delete_state_machine_version({"stateMachineVersionArn": arn})

    assert "AWS::StepFunctions::StateMachineVersion" not in provisioners._RESOURCE_HANDLERS
    provisioners._RESOURCE_HANDLERS["AWS::StepFunctions::StateMachineVersion"] = {"create": create, "delete": delete}


@gap(
    "A nested execution finds no machine by the ARN of a version",
    "It gets the ARN of the machine; here a machine has one version at a time.",
)
def nested_versions():
    from ministack.services import stepfunctions

    request_of = stepfunctions._nested_start_execution_request

    def request(arguments):
        found = request_of(arguments)
        arn = found["stateMachineArn"]
        return {**found, "stateMachineArn": stepfunctions._resolve_state_machine_arn(arn) or arn}

    stepfunctions._nested_start_execution_request = request


@gap(
    "An alarm over metric math is refused",
    "It is stored as an alarm over the first of its metrics; its metrics are never measured there anyway.",
)
def metric_math():
    from ministack.services.cloudformation import provisioners

    refusing = provisioners._cw_metric_alarm_record

    def record(name, properties):
        stats = [each["MetricStat"] for each in properties.get("Metrics") or [] if "MetricStat" in each]
        if stats:
            first = stats[0]
            properties = {
                **{key: value for key, value in properties.items() if key != "Metrics"},
                **first["Metric"],
                "Period": first["Period"],
                "Statistic": first["Stat"],
            }
        return refusing(name, properties)

    provisioners._cw_metric_alarm_record = record


@gap(
    "Every error of a function is named Runtime.HandlerError",
    "The runtime gets the error's own name through, as Lambda does: the machines match names.",
)
def error_names():
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    mark = "\u0001"

    def named(error):
        return f"error: '\\u0001' + ({error}.name || 'Error') + '\\u0001' + ({error}.message || {error})"

    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    script = replace_once(
        script,
        'status: "error", error: String(err.message || err), trace: err.stack',
        f'status: "error", {named("err")}, trace: err.stack',
    )
    script = replace_once(
        script,
        'status: "error", error: e.message, trace: e.stack',
        f'status: "error", {named("e")}, trace: e.stack',
    )
    lambda_runtime._NODEJS_WORKER_SCRIPT = script
    execute = lambda_svc._execute_function_warm

    def execute_named(*args, **kwargs):
        result = execute(*args, **kwargs)
        body = result.get("body")
        if isinstance(body, dict) and str(body.get("errorMessage", "")).startswith(mark):
            _, name, message = body["errorMessage"].split(mark, 2)
            body.update(errorType=name, errorMessage=message)
        return result

    lambda_svc._execute_function_warm = execute_named


@gap(
    "A function's HTTPS to 127.0.0.1 is turned into HTTP to MiniStack, whatever the port",
    "Only for MiniStack's own port: the API servers of the clusters are on others.",
)
def other_ports():
    from ministack.core import lambda_runtime

    lambda_runtime._NODEJS_WORKER_SCRIPT = replace_once(
        lambda_runtime._NODEJS_WORKER_SCRIPT,
        'if (host === "127.0.0.1" || host === "localhost"',
        'if (String(options.port || msPort) !== String(msPort)) return origHttpsReq.apply(https, original);\n'
        '    if (host === "127.0.0.1" || host === "localhost"',
    )


@gap(
    "A cluster is a container with k3s, and without Docker there is none behind it",
    "KUBEFERRY_CLUSTERS names a file with the endpoint and the certificate of the Kubernetes APIs that the tier runs.",
)
def clusters():
    from ministack.core.responses import get_account_id, get_region
    from ministack.services import eks

    describe = eks._describe_cluster

    def describe_running(name):
        cluster = eks._clusters.get(name)
        if cluster:
            with open(os.environ["KUBEFERRY_CLUSTERS"], encoding="utf8") as file:
                running = json.load(file).get(f"{get_account_id()}/{get_region()}/{name}")
            if running:
                cluster["endpoint"] = running["endpoint"]
                cluster["certificateAuthority"] = {"data": running["certificateAuthority"]}
        return describe(name)

    eks._describe_cluster = describe_running


def main():
    if "--list" in sys.argv:
        print(json.dumps([{"what": each["what"], "reason": each["reason"]} for each in GAPS]))
        return
    found = importlib.metadata.version("ministack")
    if found != PINNED:
        raise SystemExit(f"test/deploy/gaps.py was written for MiniStack {PINNED}, and this is {found}.")
    for each in GAPS:
        each["close"]()
    from ministack.app import main as serve

    serve()


main()
