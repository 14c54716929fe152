import { EKSClient } from '@aws-sdk/client-eks';
import { eksToken } from '../../../../adapters/kubernetes/eks-token.ts';
import { createEks } from '../../../../emulator/aws/eks/eks.ts';
import { startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';
import type { RecordedCall } from '../../../../emulator/base/records.ts';
import type { ClusterBackend } from '../../../../emulator/kubernetes/contract/backend.ts';
import { FROM, SOURCE, world } from '../ec2/support.ts';

type Started = Parameters<ClusterBackend['start']>[0];

/** The role that asks to be let in. */
export const principalArn = `arn:aws:iam::${SOURCE}:role/reader`;

/** EKS behind a gateway with a stock client; its clusters are only what their backend was told. `broken` does not start. */
export async function startEksCloud() {
  const here = world();
  const iam = createIam();
  const calls: RecordedCall[] = [];
  const started: Record<string, Started> = {};
  const stopped: string[] = [];
  const backend: ClusterBackend = {
    async start(options) {
      if (options.name === 'broken') throw new Error('no memory');
      started[options.name] = options;
      return {
        endpoint: 'https://127.0.0.1:6443',
        certificateAuthority: 'PEM',
        admin: { token: 'admin' },
        stop: async () => void stopped.push(options.name),
      };
    },
  };
  const eks = createEks({ ec2: here.state, clock: here.clock, backend, credential: iam.credential });
  const gateway = await startGateway({
    services: [here.ec2, eks.service],
    principals: iam,
    clock: here.clock,
    record: (call) => calls.push(call),
    faults: createFaults(),
  });
  const credentials = iam.createUser(SOURCE, 'admin');
  const client = new EKSClient({ endpoint: gateway.endpoint, region: FROM, credentials, maxAttempts: 1 });
  iam.createRole({
    account: SOURCE,
    name: 'reader',
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SOURCE}:root` }, Action: 'sts:AssumeRole' }],
    },
  });
  return {
    ...here,
    client,
    calls,
    started,
    stopped,
    seed: (more = {}) => {
      const nodes = [{ zone: `${FROM}a` }, { zone: `${FROM}b` }];
      return eks.seedCluster({ account: SOURCE, region: FROM, name: 'prod', nodes, ...more });
    },
    /** Whom the cluster takes a fresh token of the role for. */
    async authenticateReader() {
      const session = iam.openSession(principalArn, 'run:1', 900);
      const token = await eksToken({ region: FROM, cluster: 'prod', credentials: session, now: new Date() });
      return started.prod!.authenticate(token);
    },
    async stop() {
      client.destroy();
      await gateway.stop();
      await eks.stop();
    },
  };
}

export type EksCloud = Awaited<ReturnType<typeof startEksCloud>>;
