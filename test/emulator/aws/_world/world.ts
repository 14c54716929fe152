/** A small cloud for the tests of single services: a gateway, two accounts with an administrator each. */

import { type Gateway, startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createKms } from '../../../../emulator/aws/kms/kms.ts';
import { createLambda } from '../../../../emulator/aws/lambda/lambda.ts';
import { createLogGroups } from '../../../../emulator/aws/logs/log-groups.ts';
import { createS3 } from '../../../../emulator/aws/s3/s3.ts';
import { useKeyOf } from '../../../../emulator/aws/s3/use-key.ts';
import { createSts } from '../../../../emulator/aws/sts/sts.ts';
import { acceleratedClock } from '../../../../emulator/base/clock.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';
import type { Credentials, RecordedCall } from '../../../../emulator/base/records.ts';

export const HUB = '111122223333';
export const SOURCE = '222233334444';
export const REGION = 'eu-west-1';

export async function startWorld() {
  const iam = createIam();
  const faults = createFaults();
  const logs = createLogGroups();
  const calls: RecordedCall[] = [];
  const kms = createKms();
  const s3 = createS3(useKeyOf(kms));
  const world: { gateway?: Gateway } = {};
  const lambda = createLambda({ iam, logs, faults, concurrency: 40, endpoint: () => world.gateway?.endpoint ?? '' });
  iam.addResourcePolicies(s3.resourcePolicy);
  iam.addResourcePolicies(kms.resourcePolicy);
  iam.addResourcePolicies(lambda.resourcePolicy);
  const gateway = await startGateway({
    services: [createSts(iam), kms.service, s3.service, lambda.service],
    principals: iam,
    clock: acceleratedClock(1),
    record: (call) => calls.push(call),
    faults,
  });
  world.gateway = gateway;
  const admins = { hub: iam.createUser(HUB, 'admin'), source: iam.createUser(SOURCE, 'admin') };
  return {
    iam,
    kms,
    s3,
    lambda,
    logs,
    faults,
    calls,
    admins,
    endpoint: gateway.endpoint,
    /** Options of any SDK client. */
    client: (credentials: Credentials = admins.hub, region = REGION) => ({
      endpoint: gateway.endpoint,
      region,
      credentials,
      maxAttempts: 1,
    }),
    stop: async () => {
      await lambda.stop();
      await gateway.stop();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
