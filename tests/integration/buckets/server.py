"""An S3 server of its own process of threads: moto, which checks each signature with botocore and each right."""

import json
import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import boto3
from moto.server import ThreadedMotoServer

from kit.buckets.options import Options
from kit.buckets.signing import Keys

BUCKET, REGION = "photos", "us-east-1"
_RIGHTS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::*", "arn:aws:s3:::*/*"]}],
}


class S3(NamedTuple):
    address: str
    options: Options
    client: Any  # of botocore, for what tests look at

    def listed(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


@contextmanager
def s3_server() -> Iterator[S3]:
    logging.getLogger("werkzeug").disabled = True  # each request is a line, also after the test has ended
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        _post(f"{address}/moto-api/reset")
        _post(f"{address}/moto-api/reset-auth", b"3")  # so many requests without keys: those that make the user
        keys = _user(address)
        client = boto3.client("s3", endpoint_url=address, region_name=REGION, **keys)
        client.create_bucket(Bucket=BUCKET)
        ours = Keys(keys["aws_access_key_id"], keys["aws_secret_access_key"], REGION)
        yield S3(address, Options(address, BUCKET, ours, "estate-1/"), client)
    finally:
        _post(f"{address}/moto-api/reset-auth", b"inf")
        server.stop()


def _user(address: str) -> dict[str, str]:
    none = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    iam = boto3.client("iam", endpoint_url=address, region_name=REGION, **none)
    iam.create_user(UserName="thirdring")
    iam.put_user_policy(UserName="thirdring", PolicyName="files", PolicyDocument=json.dumps(_RIGHTS))
    made = iam.create_access_key(UserName="thirdring")["AccessKey"]
    return {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}


def _post(address: str, body: bytes = b"") -> None:
    asked = urllib.request.Request(address, body, {"Content-Type": "text/plain"}, method="POST")
    with urllib.request.urlopen(asked, timeout=30):
        pass
