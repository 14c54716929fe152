import { checkPolicy } from '../../aws/iam/check-policy.ts';
import { resourceType } from '../template/resource.ts';

export const topicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  uses: ['PolicyDocument', 'Topics'],
  make({ properties, generatedName }, { topics }) {
    checkPolicy('policy of the topics', properties.PolicyDocument);
    for (const arn of properties.Topics) topics.setPolicy(arn, properties.PolicyDocument);
    return { ref: generatedName };
  },
});
