import { EBSClient } from '@aws-sdk/client-ebs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { createEbs } from '../../../../emulator/aws/ebs/ebs.ts';
import { startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';
import type { RecordedCall } from '../../../../emulator/base/records.ts';
import { FROM, SOURCE, TARGET, TO, type World, world } from '../ec2/support.ts';

/** EC2 and EBS behind a real gateway, with stock SDK clients of two accounts. */
export async function startBlockCloud(keys?: Parameters<typeof world>[0]) {
  const here: World = world(keys);
  const iam = createIam();
  const calls: RecordedCall[] = [];
  const gateway = await startGateway({
    services: [here.ec2, createEbs({ state: here.state, kms: here.keys })],
    principals: iam,
    clock: here.clock,
    record: (call) => calls.push(call),
    faults: createFaults(),
  });
  const options = (account: string, region: string) => ({
    endpoint: gateway.endpoint,
    region,
    credentials: iam.createUser(account, `admin-${region}`),
    maxAttempts: 1,
  });
  const clients = {
    source: { ec2: new EC2Client(options(SOURCE, FROM)), ebs: new EBSClient(options(SOURCE, FROM)) },
    target: { ec2: new EC2Client(options(TARGET, TO)), ebs: new EBSClient(options(TARGET, TO)) },
    /** The target's account in the source's Region. */
    neighbour: { ec2: new EC2Client(options(TARGET, FROM)), ebs: new EBSClient(options(TARGET, FROM)) },
  };
  return {
    ...here,
    iam,
    calls,
    gateway,
    ...clients,
    async stop() {
      for (const { ec2, ebs } of Object.values(clients)) {
        ec2.destroy();
        ebs.destroy();
      }
      await gateway.stop();
    },
  };
}

export type BlockCloud = Awaited<ReturnType<typeof startBlockCloud>>;
