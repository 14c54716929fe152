import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { MOVED } from '../../core/base/run/keys.ts';
import type { RunRecords } from '../run-records.ts';

/** Reads and writes what Jobs copy in sources, and nothing else of the hub's bucket: no record of a run, and no exported object. */
export class MovedFiles extends PolicyDocument {
  constructor({ bucket, key }: Pick<RunRecords, 'bucket' | 'key'>) {
    super({
      statements: [
        new PolicyStatement({
          sid: 'WriteMovedFiles',
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          resources: [bucket.arnForObjects(`${MOVED}*`)],
        }),
        new PolicyStatement({
          sid: 'ListMovedFiles',
          actions: ['s3:ListBucket'],
          resources: [bucket.bucketArn],
          conditions: { StringLike: { 's3:prefix': `${MOVED}*` } },
        }),
        new PolicyStatement({
          sid: 'KeyOfMovedFiles',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
        }),
      ],
    });
  }
}
