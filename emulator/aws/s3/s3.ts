/** S3 as far as a run needs it: objects of buckets that the deployed app made, path style, with conditional writes. */

import type { Service } from '../../base/service.ts';
import type { ResourcePolicy } from '../iam/evaluate.ts';
import { type Bucket, type NewBucket, newBucket } from './buckets.ts';
import { listObjects } from './list-objects.ts';
import { deleteObject, getObject, headBucket, headObject, putObject } from './objects.ts';
import type { UseKey } from './request.ts';

export interface S3 {
  service: Service;
  /** Throws when the name is taken. */
  createBucket(bucket: NewBucket): Bucket;
  bucket(name: string): Bucket | undefined;
  /** Of all accounts. */
  buckets(): Bucket[];
  /** For IAM: the policy and the owner of a bucket or of an object in it. */
  resourcePolicy(arn: string): ResourcePolicy | undefined;
}

/** `useKey` authorizes kms actions for buckets with SSE-KMS. */
export function createS3(useKey: UseKey): S3 {
  const buckets = new Map<string, Bucket>();
  const storage = { buckets, useKey };
  return {
    service: {
      signingName: 's3',
      protocol: 'rest-xml',
      xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
      routes: {
        GetObject: 'GET /{Bucket}/{Key+}',
        HeadObject: 'HEAD /{Bucket}/{Key+}',
        PutObject: 'PUT /{Bucket}/{Key+}',
        DeleteObject: 'DELETE /{Bucket}/{Key+}',
        HeadBucket: 'HEAD /{Bucket}',
        ListObjectsV2: 'GET /{Bucket}?list-type=2',
      },
      operations: {
        GetObject: (input, call) => getObject(storage, input, call),
        HeadObject: (input, call) => headObject(storage, input, call),
        PutObject: (input, call) => putObject(storage, input, call),
        DeleteObject: (input, call) => deleteObject(storage, input, call),
        HeadBucket: (input, call) => headBucket(storage, input, call),
        ListObjectsV2: (input, call) => listObjects(storage, input, call),
      },
    },
    createBucket(bucket) {
      if (buckets.has(bucket.name)) throw new Error(`The bucket name '${bucket.name}' is taken.`);
      const created = newBucket(bucket);
      buckets.set(bucket.name, created);
      return created;
    },
    bucket: (name) => buckets.get(name),
    buckets: () => [...buckets.values()],
    resourcePolicy(arn) {
      const name = /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1];
      const bucket = name === undefined ? undefined : buckets.get(name);
      return bucket && { policy: bucket.policy, account: bucket.account, mustAllow: false };
    },
  };
}
