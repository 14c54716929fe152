import type { Place, StateMachines } from '../emulator/assembly/template/world.ts';
import type { Service } from '../emulator/base/service.ts';
import type { Clock } from '../time/clock.ts';

/** Name -> ARN of what was made is in `deployed`. Step Functions as CloudFormation uses it while it deploys; its execution role may do everything. */
export function createStateMachines(
  service: Service,
  clock: Clock,
): StateMachines & { deployed: Record<string, string> } {
  const deployed: Record<string, string> = {};
  const run = (place: Place, operation: string, input: object) => {
    const arn = `arn:aws:iam::${place.account}:role/cdk-cfn-exec-role`;
    const caller = { account: place.account, arn, principalArn: arn, accessKeyId: 'cloudformation' };
    const { account, region } = place;
    const about = { caller, account, region, service: service.signingName, operation, clock };
    const trusted = { authorize: () => {}, isLate: () => false };
    return service.operations[operation]!(input, { ...about, body: Buffer.alloc(0), headers: {}, ...trusted });
  };
  return {
    deployed,
    async create(place, machine) {
      const given = Object.entries(machine).filter(([, value]) => value !== undefined);
      const answer = await run(place, 'CreateStateMachine', Object.fromEntries(given));
      const { stateMachineArn } = answer as { stateMachineArn: string };
      deployed[machine.name] = stateMachineArn;
      return stateMachineArn;
    },
    async publish(place, stateMachineArn, description) {
      const input = { stateMachineArn, ...(description === undefined ? {} : { description }) };
      const answer = await run(place, 'PublishStateMachineVersion', input);
      return (answer as { stateMachineVersionArn: string }).stateMachineVersionArn;
    },
  };
}
