"""What a pipeline does with boto3: start a plan, wait for it, read its records. Prints one JSON document."""

import json
import sys
import time

import boto3
from botocore.exceptions import ClientError

machine, bucket, name = sys.argv[1:4]
states = boto3.client("stepfunctions")
arn = states.start_execution(
    stateMachineArn=machine,
    name=name,
    input=json.dumps({"mode": "plan", "selection": {"namespaces": ["shop"]}}),
)["executionArn"]
while (execution := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
    time.sleep(0.3)

pages = states.get_paginator("get_execution_history").paginate(executionArn=arn, PaginationConfig={"PageSize": 10})
events = [event["type"] for page in pages for event in page["events"]]

s3 = boto3.client("s3")
report = json.loads(s3.get_object(Bucket=bucket, Key=f"clones/{name}/report.json")["Body"].read())
listed = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"clones/{name}/")
keys = [item["Key"] for page in listed for item in page.get("Contents", [])]
try:
    s3.get_object(Bucket=bucket, Key=f"clones/{name}/missing.json")
    missing = None
except ClientError as error:
    missing = error.response["Error"]["Code"]

print(json.dumps({
    "status": execution["status"],
    "output": json.loads(execution["output"]),
    "events": events,
    "report": report["status"],
    "keys": keys,
    "missing": missing,
    "account": boto3.client("sts").get_caller_identity()["Account"],
}))
