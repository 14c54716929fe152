import { describe, expect, it } from 'vitest';
import { awsReferences } from '../../../core/translate/aws-references.ts';

// Promise: reach-is-named
describe('names of AWS in a text', () => {
  it.each([
    ['arn:aws:dynamodb:us-east-1:222233334444:table/orders', 'DynamoDB table'],
    ['https://sqs.us-east-1.amazonaws.com/222233334444/orders', 'SQS queue'],
    ['prod.abcdefghijkl.us-east-1.rds.amazonaws.com', 'RDS database'],
    ['prod.abc123.ng.0001.use1.cache.amazonaws.com', 'ElastiCache cluster'],
    ['b-1.prod.abc123.c2.kafka.us-east-1.amazonaws.com', 'MSK cluster'],
    ['s3://prod-invoices', 'S3 bucket'],
    ['s3.us-east-1.amazonaws.com/prod-invoices', 'S3 bucket'],
    ['prod-invoices.s3.us-east-1.amazonaws.com', 'S3 bucket'],
    ['fs-0123456789abcdef0.efs.us-east-1.amazonaws.com', 'EFS file system'],
    ['search-prod-abc123.us-east-1.es.amazonaws.com', 'OpenSearch domain'],
    ['abc123.us-east-1.aoss.amazonaws.com', 'OpenSearch collection'],
    ['prod.abcdefghijkl.cn-north-1.rds.amazonaws.com.cn', 'RDS database'],
    ['email-smtp.us-east-1.amazonaws.com', 'mail service (SES)'],
  ])('finds %s', (name, what) => {
    expect(awsReferences(`left=${name};right`)).toEqual([{ name, what, at: 5 }]);
  });

  it.each([
    'https://dynamodb.us-east-1.amazonaws.com',
    '222233334444.dkr.ecr.us-east-1.amazonaws.com/app:1',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'https://oidc.eks.us-east-1.amazonaws.com/id/ABC',
    'https://sqs.us-east-1.amazonaws.com',
    'https://example.com/amazonaws.community',
  ])('finds nothing of anybody in %s', (text) => {
    expect(awsReferences(text)).toEqual([]);
  });

  it('says nothing of a password beside a name', () => {
    const found = awsReferences('postgres://shop:hunter2@db.abcdefghijkl.us-east-1.rds.amazonaws.com:5432/shop');
    expect(found.map(({ name }) => name)).toEqual(['db.abcdefghijkl.us-east-1.rds.amazonaws.com']);
  });

  it.each(['a.', 'arn:aws:', 's3://', 'amazonaws.com.', 'x@sqs.amazonaws.com/', '1', 'fs-'])(
    'takes time in proportion to a text of "%s"',
    (part) => {
      const seconds = (length: number) => {
        const text = part.repeat(length / part.length);
        const began = process.threadCpuUsage();
        awsReferences(text);
        return process.threadCpuUsage(began).user / 1_000_000;
      };
      seconds(200_000);
      expect(seconds(1_000_000)).toBeLessThan(2);
    },
  );
});
