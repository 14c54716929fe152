import { resourceType } from '../template/resource.ts';

export const queue = resourceType({
  type: 'AWS::SQS::Queue',
  uses: ['QueueName'],
  keeps: ['KmsMasterKeyId', 'MessageRetentionPeriod', 'SqsManagedSseEnabled', 'Tags'],
  make({ account, region, properties, generatedName }, { queues }) {
    const name = properties.QueueName ?? generatedName;
    const { arn, url } = queues.create({ account, region, name });
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
});
