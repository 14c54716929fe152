import { vi } from 'vitest';
import { assumeMember } from '../../../adapters/aws/member.ts';
import type { Member } from '../../../core/base/request/route.ts';
import { createEbs } from '../../../emulator/aws/ebs/ebs.ts';
import { createEc2 } from '../../../emulator/aws/ec2/ec2.ts';
import { createEc2State } from '../../../emulator/aws/ec2/state.ts';
import { createEks } from '../../../emulator/aws/eks/eks.ts';
import { startGateway } from '../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../emulator/aws/iam/iam.ts';
import { createIamService } from '../../../emulator/aws/iam/service.ts';
import { createKms } from '../../../emulator/aws/kms/kms.ts';
import { createS3 } from '../../../emulator/aws/s3/s3.ts';
import { createSecretsManager } from '../../../emulator/aws/secrets-manager/secrets-manager.ts';
import { createServiceQuotas } from '../../../emulator/aws/service-quotas/service-quotas.ts';
import { createSts } from '../../../emulator/aws/sts/sts.ts';
import { createWebIdentity } from '../../../emulator/aws/sts/web-identity.ts';
import { createFaults } from '../../../emulator/base/faults.ts';
import { createLateness } from '../../../emulator/base/lateness.ts';
import type { ClusterBackend } from '../../../emulator/kubernetes/contract/backend.ts';

const HUB = '111111111111';
export const SOURCE: Member = memberOf('222222222222', 'eu-west-1');
export const TARGET: Member = memberOf('333333333333', 'us-east-1');

function memberOf(account: string, region: string): Member {
  const roleArn = `arn:aws:iam::${account}:role/kubeferry`;
  return { account, region, cluster: 'shop', roleArn, externalId: 'installation-1' };
}

export const keyArn = ({ account, region }: Member, digit: number) =>
  `arn:aws:kms:${region}:${account}:key/${`${digit}`.repeat(8)}-1111-2222-3333-444444444444`;

/** What EKS says of a cluster needs no API server behind it. */
const NO_KUBERNETES: ClusterBackend = {
  start: async () => ({
    endpoint: 'https://127.0.0.1:1',
    certificateAuthority: '-----BEGIN CERTIFICATE-----',
    admin: { token: 'none' },
    stop: async () => {},
  }),
};

/** Both members may use either key, as after a deployment. */
function addKey(kms: ReturnType<typeof createKms>, { account, region }: Member) {
  const users = [SOURCE, TARGET].map((member) => `arn:aws:iam::${member.account}:root`);
  const policy = {
    Statement: [{ Effect: 'Allow' as const, Principal: { AWS: users }, Action: 'kms:*', Resource: '*' }],
  };
  const id = keyArn({ account, region } as Member, 1).split('/')[1]!;
  kms.createKey({ account, region, id, policy });
}

/** Starts at the real time, since SDKs sign with that, and goes on only when somebody waits. */
function handClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: async (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
}

/** STS, S3, KMS, EC2, EBS and EKS for a hub and two members whose roles trust it; AWS_ENDPOINT_URL leads the stock SDKs here. */
export async function startSmallCloud({ eventual = false } = {}) {
  const iam = createIam();
  const faults = createFaults();
  const s3 = createS3(() => {});
  const state = createEc2State();
  const clock = handClock();
  const kms = createKms();
  const secrets = createSecretsManager();
  const webIdentity = createWebIdentity();
  iam.addResourcePolicies(kms.resourcePolicy);
  for (const member of [SOURCE, TARGET]) addKey(kms, member);
  const eks = createEks({ ec2: state, clock, backend: NO_KUBERNETES, credential: iam.credential });
  const gateway = await startGateway({
    services: [
      createSts(iam, webIdentity),
      createIamService(iam),
      s3.service,
      kms.service,
      createEc2({ state, kms }),
      createEbs({ state, kms }),
      eks.service,
      createServiceQuotas(),
      secrets.service,
    ],
    principals: iam,
    clock,
    record: () => {},
    faults,
    lateness: createLateness(eventual),
  });
  const hub = iam.createUser(HUB, 'hub');
  for (const member of [SOURCE, TARGET]) trust(iam, member, hub.arn);
  s3.createBucket({ name: 'records', account: HUB, region: SOURCE.region });
  vi.stubEnv('AWS_ENDPOINT_URL', gateway.endpoint);
  const credentials = async () => hub;
  return {
    iam,
    s3,
    state,
    kms,
    secrets,
    webIdentity,
    eks,
    faults,
    clock,
    credentials,
    session: (member: Member) => assumeMember(member, { cloneId: 'run-1', step: 'plan-clone', credentials }),
    stop: async () => {
      vi.unstubAllEnvs();
      await eks.stop();
      await gateway.stop();
    },
  };
}

function trust(iam: ReturnType<typeof createIam>, { account, roleArn, externalId }: Member, hub: string) {
  iam.createRole({
    account,
    name: 'kubeferry',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: hub },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': externalId } },
        },
      ],
    },
  });
  iam.attachPolicy(roleArn, 'arn:aws:iam::aws:policy/AdministratorAccess');
}
