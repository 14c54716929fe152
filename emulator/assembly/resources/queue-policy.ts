import { checkPolicy } from '../../aws/iam/check-policy.ts';
import { resourceType } from '../template/resource.ts';

export const queuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  uses: ['PolicyDocument', 'Queues'],
  make({ properties, generatedName }, { queues }) {
    checkPolicy('policy of the queues', properties.PolicyDocument);
    for (const url of properties.Queues) queues.setPolicy(url, properties.PolicyDocument);
    return { ref: generatedName };
  },
});
