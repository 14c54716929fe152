import { DeleteAccessEntryCommand, EKSClient } from '@aws-sdk/client-eks';
import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, it } from 'vitest';
import { signedFetch } from '../../cli/api/signed-fetch.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { ROUTE } from '../../cli/demo/run-demo.ts';
import type { RouteChecks } from '../../core/serve/api/schemas.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

let before: { accounts: string[]; target: string[]; source: Map<string, string> };
const look = async () => ({
  accounts: listAccounts(small.cloud),
  target: await listCluster(small.target),
  source: await fingerprintCluster(small.source),
});

beforeAll(async () => {
  before = await look();
});

const clientOf = (side: 'source' | 'target') => {
  const { region, credentials } = small.cloud.accounts[side];
  return { endpoint: small.cloud.endpoint, region, credentials };
};

/** A key of the source's own, under which its volumes are encrypted. */
async function keyOf(side: 'source' | 'target', name: string): Promise<{ kms: KMSClient; arn: string }> {
  const kms = new KMSClient(clientOf(side));
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: name }));
  return { kms, arn: KeyMetadata!.Arn! };
}

/** Runs a clone and does something as soon as it enters a state. */
async function disturbed(request: object, state: string, disturb: () => Promise<unknown>) {
  const execution = await startExecution(small.cloud, ROUTE, { selection: { namespaces: ['small'] }, ...request });
  const disturbances: Promise<unknown>[] = [];
  const ended = await execution.ended((entered) => {
    if (entered === state) disturbances.push(disturb());
  });
  await Promise.all(disturbances);
  return ended;
}

/** What `kubeferry doctor` is answered, as the pipeline's user: only what is not ok. */
async function examined(): Promise<{ check: string; status: string; fix?: string | undefined }[]> {
  const { api, region, accounts } = small.cloud;
  const signer = { region, credentials: accounts.pipeline.credentials };
  const { status, body } = await signedFetch(api, signer, { method: 'POST', path: '/routes/prod-to-dev/checks' });
  expect(status, JSON.stringify(body)).toBe(200);
  const { checks, broken } = body as RouteChecks;
  expect(checks.length).toBeGreaterThan(10);
  expect(checks.filter((each) => each.status === 'broken')).toHaveLength(broken);
  return checks.filter((each) => each.status !== 'ok');
}

describe('the doctor', () => {
  it('finds nothing where all is well, and leaves nothing behind', async () => {
    expect(await examined()).toEqual([]);
    expect(await look()).toEqual(before);
  });

  it('names a role that is not taken at each end, and what is unknown for that reason', async () => {
    const denied = { kind: 'error', code: 'AccessDenied', message: 'not authorized', status: 403 } as const;
    for (const nth of [1, 2]) small.cloud.addFault({ on: 'sts:AssumeRole', nth, effect: denied });
    const checks = await examined();
    expect(checks.filter(({ status }) => status === 'broken').map(({ check }) => check)).toEqual([
      'source role',
      'target role',
    ]);
  });

  it('names a CSI driver that is missing, and a class that is no default any more', async () => {
    const driver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name: 'ebs.csi.aws.com' };
    const found = await small.target.get(driver);
    await small.target.delete(driver);
    expect(await examined()).toMatchObject([
      { check: 'target driver', status: 'broken', fix: expect.stringContaining('aws-ebs-csi-driver') },
    ]);
    const { name } = driver;
    await small.target.create({ ...found!, metadata: { name } }, { manager: 'test' });
    expect(await examined()).toEqual([]);
  });
});

describe('a key of the source that the target may look at but not use', () => {
  it("ends the copy in error after its call succeeded: told with EC2's reason, and all is undone", async () => {
    const { kms, arn } = await keyOf('source', 'alias/ebs');
    const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
    const { source, target } = small.cloud.accounts;
    const owner = { Effect: 'Allow', Principal: root(source.id), Action: 'kms:*', Resource: '*' };
    const letIn = (Action: string | string[]) => ({
      Effect: 'Allow',
      Principal: root(target.id),
      Action,
      Resource: '*',
    });
    const put = (other: object) =>
      kms.send(new PutKeyPolicyCommand({ KeyId: arn, Policy: JSON.stringify({ Statement: [owner, other] }) }));
    await put(letIn('kms:DescribeKey'));
    const ended = await small.clone(into('looked-at'));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'SnapshotFailed' });
    expect(ended.cause).toContain('Given key ID is not accessible');
    expect(ended.cause).toContain('copy-blocks');
    expect(await look()).toEqual(before);
    await put(letIn('kms:*'));
  });
});

describe('a key that is disabled', () => {
  it.each([['target', 'alias/kubeferry', 'before the run', 'NotFound']] as const)(
    'of the %s (%s), %s: the error names it, and nothing is made',
    async (side, name, _, error) => {
      const { kms, arn } = await keyOf(side, name);
      await kms.send(new DisableKeyCommand({ KeyId: arn }));
      expect(await examined()).toMatchObject([
        { check: 'target key', status: 'broken', fix: expect.stringContaining('aws kms enable-key') },
      ]);
      const ended = await small.clone(into('disabled'));
      await kms.send(new EnableKeyCommand({ KeyId: arn }));
      expect(ended).toMatchObject({ status: 'FAILED', error });
      expect(ended.cause).toContain(arn);
      expect(await look()).toEqual(before);
    },
  );

  it.each(['source', 'target'] as const)(
    'of the %s, after the plan: the run fails by name, and all is undone',
    async (side) => {
      const { kms, arn } = await keyOf(side, side === 'source' ? 'alias/ebs' : 'alias/kubeferry');
      const ended = await disturbed(into(`late-${side}`), 'Capture source', () =>
        kms.send(new DisableKeyCommand({ KeyId: arn })),
      );
      await kms.send(new EnableKeyCommand({ KeyId: arn }));
      expect(ended.status).toBe('FAILED');
      expect(ended.cause).toMatch(/key/i);
      expect(await look()).toEqual(before);
    },
  );
});

describe('an access entry that somebody removes under way', () => {
  it('ends the run with the cluster and the reason', async () => {
    const eks = new EKSClient(clientOf('target'));
    const [principalArn] = small.cloud.calls
      .filter((call) => call.service === 'eks' && call.account === small.cloud.accounts.target.id)
      .map((call) => call.principalArn);
    const ended = await disturbed(into('shut-out'), 'Transfer workload', () =>
      eks.send(new DeleteAccessEntryCommand({ clusterName: small.cloud.clusters.target.name, principalArn })),
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ClusterRejectedToken' });
    expect(ended.cause).toContain('access entry');
    expect(await look()).toEqual(before);
  });
});

describe('a cluster that does not answer', () => {
  it('is named with its endpoint and the way out, before anything is made', async () => {
    const { endpoint, stop } = small.cloud.clusters.target.running;
    await stop();
    const checks = await examined();
    expect(checks.filter(({ status }) => status === 'broken').map(({ check }) => check)).toEqual(['target endpoint']);
    const ended = await small.clone(into('unreachable'));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ClusterUnreachable' });
    expect(ended.cause).toContain(endpoint);
    expect(ended.cause).toContain('port 443');
    expect(listAccounts(small.cloud)).toEqual(before.accounts);
    expect(await fingerprintCluster(small.source)).toEqual(before.source);
  });
});
