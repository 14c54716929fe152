import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, it } from 'vitest';
import type { Where } from '../../adapters/aws/clients.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { objectStoreSuite } from '../suites/object-store.ts';
import { volumeStorageSuite } from '../suites/volume-storage.ts';
import { verified } from '../verified/verified.ts';
import { installClients } from './install-clients.ts';
import { MOTO_RECORDS, MOTO_VOLUMES } from './moto.data.ts';
import { PINNED } from './pinned.ts';
import { startMoto } from './start-moto.ts';

const SOURCE = { account: '111111111111', region: 'eu-west-1' };
const TARGET = { account: '222222222222', region: 'us-east-1' };
const ZONE = `${SOURCE.region}a`;
const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };

let stop: () => Promise<void> = async () => {};
const before = process.env.AWS_ENDPOINT_URL;
beforeAll(async () => {
  const moto = await startMoto(installClients().moto);
  stop = moto.stop;
  process.env.AWS_ENDPOINT_URL = moto.endpoint;
});
afterAll(async () => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
  await stop();
});

/** Moto goes by the role for the account. */
async function sessionIn({ account, region }: typeof SOURCE): Promise<MemberSession> {
  const sts = new STSClient({ region, credentials: NOBODY });
  const role = { RoleArn: `arn:aws:iam::${account}:role/any`, RoleSessionName: 'kubeferry' };
  const { Credentials } = await sts.send(new AssumeRoleCommand(role));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { account, region, roleArn: role.RoleArn, credentials: async () => credentials };
}

objectStoreSuite(
  'S3 of moto',
  async () => {
    const session = await sessionIn(TARGET);
    await new S3Client({ ...session, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'records' }));
    return { store: s3ObjectStore({ bucket: 'records', ...session }) };
  },
  MOTO_RECORDS,
);

volumeStorageSuite(
  'EC2 of moto',
  async () => {
    const [source, target] = [await sessionIn(SOURCE), await sessionIn(TARGET)];
    const ec2 = new EC2Client(source);
    const createVolume = async (Size: number, key: { Encrypted?: boolean; KmsKeyId?: string } = {}) => {
      const command = new CreateVolumeCommand({ AvailabilityZone: ZONE, VolumeType: 'gp3', Size, ...key });
      return (await ec2.send(command)).VolumeId ?? '';
    };
    const keyIn = async (session: Where) =>
      (await new KMSClient(session).send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    const run = new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: ZONE },
    });
    const instanceId = (await ec2.send(run)).Instances?.[0]?.InstanceId ?? '';
    const dataVolumeIds = [await createVolume(1), await createVolume(1)];
    for (const [at, VolumeId] of dataVolumeIds.entries()) {
      await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId: instanceId, Device: `/dev/xvd${'bc'[at]}` }));
    }
    const targetKeyArn = await keyIn(target);
    const { Subnets = [] } = await new EC2Client(target).send(new DescribeSubnetsCommand({}));
    const [subnet] = Subnets;
    return {
      source: ec2VolumeStorage(source),
      target: ec2VolumeStorage(target),
      sourceRegion: SOURCE.region,
      targetAccount: TARGET.account,
      targetZones: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => TARGET.region + letter),
      targetSubnet: { id: subnet?.SubnetId ?? '', zone: subnet?.AvailabilityZone ?? '' },
      volumeId: await createVolume(2, { Encrypted: true, KmsKeyId: await keyIn(source) }),
      awsManagedVolumeId: await createVolume(1, { Encrypted: true }),
      instanceId,
      dataVolumeIds,
      targetKeyArn,
      missingKeyArn: targetKeyArn.replace(/[^/]+$/, '11111111-2222-3333-4444-555555555555'),
      settle: async () => {},
    };
  },
  MOTO_VOLUMES,
);

it('is what docs/verified.md says', () => {
  const known = { ...MOTO_RECORDS, ...MOTO_VOLUMES };
  verified('contract-moto', {
    title: 'Adapters on an emulator of others',
    command: 'npm run test:contract',
    rows: [
      {
        checked: 'The adapters of S3 and EC2 do there what they do on the local cloud',
        witness: `moto ${PINNED.moto}`,
        count: 'the suites of the object store and of volumes',
        deviations: Object.keys(known).length,
      },
    ],
    deviations: Object.entries(known).map(([test, reason]) => ({
      what: `The test "${test}" has to fail there`,
      reason,
    })),
  });
});
