import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { ROUTE } from '../../cli/demo/run-demo.ts';
import { verifyEvidence } from '../../core/reporting/evidence/verify-evidence.ts';
import { inProcess, inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import { startCloud } from '../../local/cloud.ts';
import { kubeferry } from '../flow/kubeferry.ts';
import { listAccounts, listCluster } from '../flow/listing.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';
import { assemblyWithConnectors } from './private-assembly.ts';

const CONNECTORS = ['connector-source-prod', 'connector-target-dev'];
/** In the workload's Secret, as text and in base64; the beginning of every bearer token. */
const NEVER_LOGGED = ['seen-by-nobody', 'c2Vlbi1ieS1ub2JvZHk', 'k8s-aws-v1'];
const hook = { namespace: 'small', labelSelector: 'app=db', before: ['flush'], after: ['unlock'] };

describe('two clusters whose API only their own networks reach', () => {
  let small: SmallCloud;
  let assembly: ReturnType<typeof assemblyWithConnectors>;
  const ran: string[] = [];
  beforeAll(async () => {
    assembly = assemblyWithConnectors({ source: {}, target: {} });
    const backend = inProcess({
      exec: (_pod, _container, command) => {
        ran.push(command.join(' '));
        return { exitCode: 0, stdout: '', stderr: '' };
      },
    });
    small = await startSmallCloud(200, { assembly: assembly.folder, clusterEndpoint: 'private', backend });
  });
  afterAll(async () => {
    await small?.stop();
    assembly?.remove();
  });

  it('are cloned through their connectors, which hold no right and log no secret', async () => {
    const ended = await small.clone({ ...into('arrived'), quiesce: { hooks: [hook] } });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran).toEqual(['flush', 'unlock']);
    expect(await listCluster(small.target, 'arrived')).toEqual(
      expect.arrayContaining(['v1 Secret arrived/login', 'v1 PersistentVolumeClaim arrived/data-db-0']),
    );
    expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
    for (const name of CONNECTORS) {
      expect(small.cloud.calls.filter(({ principalArn }) => principalArn.endsWith(name))).toEqual([]);
      expect(small.cloud.logs(name).length).toBeGreaterThan(0);
      for (const secret of NEVER_LOGGED) expect(small.cloud.logs(name).join('')).not.toContain(secret);
    }
    const evidence = await kubeferry(small.cloud, ['evidence', 'prod-to-dev', ended.name]);
    const verdict = verifyEvidence(evidence.out);
    expect(verdict.wrong).toEqual([]);
    const entries = verdict.evidence?.entries ?? [];
    const tellings = new Set(entries.map(({ what }) => what));
    const compared = entries.flatMap(({ what, body }) => (what === 'compared' && body.claim ? [body.compared] : []));
    expect(compared).toHaveLength(2);
    for (const each of compared) expect(each).toMatchObject({ compared: 'blocks', complete: true, equal: 3 });
    for (const what of ['run', 'planned', 'step', 'moved', 'compared', 'record', 'ended'])
      expect(tellings).toContain(what);
    for (const secret of NEVER_LOGGED) expect(evidence.out).not.toContain(secret);
  });

  it('are as they were after a run that failed: the roll-back goes the same way', async () => {
    const before = [listAccounts(small.cloud), await listCluster(small.target)];
    const source = await fingerprintCluster(small.source);
    small.cloud.addFault({
      on: 'lambda:verify-clone',
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    expect(await small.clone(into('failed'))).toMatchObject({ status: 'FAILED' });
    expect([listAccounts(small.cloud), await listCluster(small.target)]).toEqual(before);
    expect(await fingerprintCluster(small.source)).toEqual(source);
  });
});

describe('private clusters on a route without connectors', () => {
  // Promise: refuses-unreachable-cluster
  it('are refused before anything is made, both at once, with the block to write for each', async () => {
    const assembly = currentAssembly(() => {});
    const cloud = await startCloud({
      assembly,
      backend: inProcessBackend,
      speed: 200,
      clusterEndpoint: 'private',
      eventual: true,
    });
    try {
      const execution = await startExecution(cloud, ROUTE, { mode: 'plan', selection: { allNamespaces: true } });
      const ended = await execution.ended();
      expect(ended).toMatchObject({ status: 'FAILED', error: 'ClusterUnreachable' });
      for (const [side, stack] of [
        ['source', 'kubeferry-source-222233334444-us-east-1'],
        ['target', 'kubeferry-target-444455556666-eu-west-1'],
      ] as const) {
        expect(ended.cause).toContain(`The API of cluster "${cloud.clusters[side].name}" is private`);
        expect(ended.cause).toMatch(
          new RegExp(
            `${side} of the route.*connector: \\{ endpoint: 'https://[0-9A-F]{32}\\..*', subnetIds: \\['subnet-`,
          ),
        );
        expect(ended.cause).toContain(stack);
      }
      expect(cloud.calls.filter(({ action }) => action === 'eks:CreateAccessEntry')).toEqual([]);
    } finally {
      await cloud.stop();
    }
  });
});
