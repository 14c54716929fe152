import { beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../emulator/aws/eks/state.ts';
import { createFaults, type Faults } from '../../emulator/base/faults.ts';
import type { RecordedCall } from '../../emulator/base/records.ts';
import { kubernetesRequests } from '../../local/kubernetes-requests.ts';

const CLUSTER = { account: '444455556666', region: 'eu-west-1', arn: 'arn:of-the-cluster' } as Cluster;
const ROLE = 'arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1';
const SESSION = 'arn:aws:sts::444455556666:assumed-role/kubeferry-target-eu-west-1/apply-shard@run-1';
const SCALE = { verb: 'patch', group: 'apps', resource: 'deployments', subresource: 'scale' };

let faults: Faults;
let calls: RecordedCall[];
let request: (username: string, access?: typeof SCALE) => string | undefined;
beforeEach(() => {
  faults = createFaults();
  calls = [];
  const meet = kubernetesRequests({ faults, record: (call) => void calls.push(call) });
  request = (username, access = SCALE) => meet(CLUSTER, { username, groups: [] }, access);
});

describe('a request to the API server of a cluster', () => {
  it('is recorded as a call of the role whose session makes it, and of nobody else', () => {
    for (const name of ['kubernetes-admin', 'system:node:a', SESSION]) expect(request(name)).toBeUndefined();
    expect(calls).toMatchObject([
      { service: 'kubernetes', operation: 'patch-deployments-scale', principalArn: ROLE, allowed: true },
    ]);
  });

  it.each(['get', 'list', 'watch'])('is one operation for all kinds where it reads: %s', (verb) => {
    request(SESSION, { ...SCALE, verb });
    expect(calls[0]?.operation).toBe(verb);
  });

  it.each([
    ['denied', 'denied', false],
    ['kill-after', 'lost', true],
  ] as const)('meets a fault on its operation and role: %s', (kind, mishap, allowed) => {
    const by = 'kubeferry-target-eu-west-1';
    faults.add({ on: 'kubernetes:patch-deployments-scale', by, effect: { kind } });
    expect(request(SESSION)).toBe(mishap);
    expect(request(SESSION.replace('target-eu-west-1', 'source-us-east-1'))).toBeUndefined();
    expect(calls.map((call) => call.allowed)).toEqual([allowed, true]);
  });
});
