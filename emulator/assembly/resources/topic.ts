import { resourceType } from '../template/resource.ts';

export const topic = resourceType({
  type: 'AWS::SNS::Topic',
  uses: ['TopicName'],
  keeps: ['DisplayName', 'KmsMasterKeyId', 'Tags'],
  make({ account, region, properties, generatedName }, { topics }) {
    const name = properties.TopicName ?? generatedName;
    const arn = topics.create({ account, region, name });
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
});
