import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import {
  isRefusedIdentity,
  requireAccessOnEveryServer,
  whileEarly,
} from '../../../../core/execute/cluster/early-access.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';

const unknown = new KubeferryError('ClusterRejectedToken', 'Could not list namespaces: Unauthorized');
const noPolicy = new KubeferryError(
  'AccessDenied',
  'Could not list: secrets is forbidden: User "arn:run" cannot list resource "secrets" in API group "" at the cluster scope',
);
const overQuota = new KubeferryError(
  'AccessDenied',
  'Could not create: pods "a" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=2, limited: cpu=2',
);

/** Two API servers behind one endpoint, met in turn by new connections; the second does not know us yet. */
function endpoint(second: Error | undefined) {
  const counts = { opened: 0, closed: 0 };
  const connect = () => {
    const server = counts.opened++ % 2;
    const list = async function* () {
      if (server === 1 && second) throw second;
      yield [];
    };
    return { list, close: () => void counts.closed++ } as unknown as ClusterApi;
  };
  return { counts, connect };
}

describe('entering a cluster', () => {
  it.each([
    ['the access entry', unknown],
    ['its policies', noPolicy],
  ])('waits until every API server knows %s', async (_, error) => {
    const { connect, counts } = endpoint(error);
    await expect(requireAccessOnEveryServer(connect, 'prod')).rejects.toMatchObject({ name: 'NotYet' });
    expect(counts.closed).toBe(counts.opened);
    await requireAccessOnEveryServer(endpoint(undefined).connect, 'prod');
  });
});

describe('a refusal soon after a run was let in', () => {
  const enteredAt = '2026-11-22T10:00:00Z';
  const at = (minutes: number, retries: number) => ({
    enteredAt,
    now: new Date(Date.parse(enteredAt) + minutes * 60_000),
    attempt: { retries, since: enteredAt },
  });

  it('is of the identity when the server does not know it, or its rights, and no other', () => {
    expect([unknown, noPolicy, overQuota].map(isRefusedIdentity)).toEqual([true, true, false]);
    expect(isRefusedIdentity(new KubeferryError('AccessDenied', 'UnauthorizedOperation: ec2:CreateVolume'))).toBe(
      false,
    );
  });

  it('is tried again for some attempts, and then is what it is', () => {
    expect(whileEarly(unknown, at(1, 0))).toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining(enteredAt),
    });
    expect(whileEarly(unknown, at(1, 10))).toBe(unknown);
    expect(whileEarly(noPolicy, at(6, 0))).toBe(noPolicy);
  });
});
