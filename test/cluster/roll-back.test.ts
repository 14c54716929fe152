import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { ROUTE } from '../../cli/demo/run-demo.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { listAccounts, listCluster } from '../flow/listing.ts';
import { realBackend } from './real-backend.ts';

const WORKLOAD = new URL('../fixtures/workloads/small', import.meta.url).pathname;

describe('a clone between real control planes that fails at its end', () => {
  let cloud: Cloud;
  let source: ClusterApi;
  let target: ClusterApi;
  beforeAll(async () => {
    // Real controllers take real time: a faster clock would end the waits for them.
    cloud = await startCloud({ assembly: currentAssembly(() => {}), backend: realBackend(), speed: 20 });
    [source, target] = [administer(cloud.clusters.source.running), administer(cloud.clusters.target.running)];
    await loadCluster(target, furniture('target'));
    await loadCluster(source, [...furniture('source'), ...readManifests([WORKLOAD]).objects]);
    await waitForSource(source, ['small'], () => cloud.settled());
  });
  afterAll(async () => {
    source?.close();
    target?.close();
    await cloud?.stop();
  });

  it('leaves no object, volume or snapshot behind, though pods ran and volumes were attached', async () => {
    const look = async () => ({
      accounts: listAccounts(cloud),
      target: await listCluster(target),
      source: await fingerprintCluster(source),
    });
    const before = await look();
    cloud.addFault({
      on: 'lambda:verify-clone',
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    const request = { selection: { namespaces: ['small'] }, mappings: { namespaces: { small: 'copy' } } };
    const ended = await (await startExecution(cloud, ROUTE, request)).ended();
    expect(ended).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    await cloud.settled();
    expect(await look()).toEqual(before);
  });
});
