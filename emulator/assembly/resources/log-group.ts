import { resourceType } from '../template/resource.ts';

export const logGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  uses: ['LogGroupName'],
  keeps: ['RetentionInDays', 'KmsKeyId', 'Tags'],
  make({ account, region, properties, generatedName }, { logs }) {
    const name = properties.LogGroupName ?? generatedName;
    logs.append(name, '');
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${account}:log-group:${name}:*` } };
  },
});
