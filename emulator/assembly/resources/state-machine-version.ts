import { resourceType } from '../template/resource.ts';

export const stateMachineVersion = resourceType({
  type: 'AWS::StepFunctions::StateMachineVersion',
  uses: ['StateMachineArn', 'Description'],
  keeps: ['StateMachineRevisionId'],
  async make(resource, { stateMachines }) {
    const { StateMachineArn, Description } = resource.properties;
    const arn = await stateMachines.publish(resource, StateMachineArn, Description);
    return { ref: arn, attributes: { Arn: arn } };
  },
});
