import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import { Request } from '../../../../core/base/request/request.ts';
import { isToBeCreated, offerCreation } from '../../../../core/plan/cluster/is-to-be-created.ts';
import { route } from './some-cluster.ts';

const INCOMPLETE = {
  'kubeferry:made-by': 'kubeferry',
  'kubeferry:step': 'target-cluster',
  'kubeferry:clone-id': 'run-0',
};
const asked = (tags: Record<string, string> | undefined, createCluster = true) =>
  isToBeCreated(
    {
      describe: async () => {
        if (!tags) throw new KubeferryError('NotFound', 'there is none');
        return { tags } as unknown as ClusterInfo;
      },
    },
    route(),
    Request.parse({ target: { createCluster } }),
  );

describe('a target cluster', () => {
  it.each([
    ['is made when it does not exist', undefined, true],
    ['is used as it is when somebody made it', {}, false],
    ['is used as it is when a run has made it ready', { ...INCOMPLETE, 'kubeferry:step': 'whole-cluster' }, false],
    ['is resumed when a run of the route left it incomplete', { ...INCOMPLETE, 'kubeferry:route': 'there' }, true],
  ])('%s', async (_, tags, expected) => {
    expect(await asked(tags)).toBe(expected);
    expect(await asked(tags, false)).toBe(false);
  });

  it.each([
    ['another route', { 'kubeferry:route': 'elsewhere' }],
    ['an earlier version', {}],
  ])('is refused when it was left incomplete by %s, with the run to roll back', async (maker, more) => {
    await expect(asked({ ...INCOMPLETE, ...more })).rejects.toThrow(
      new RegExp(
        `left incomplete by run run-0 of .*${maker === 'another route' ? 'elsewhere' : maker}.*Roll that run back`,
      ),
    );
  });
});

describe('a target cluster that does not exist', () => {
  const missing = new KubeferryError('NotFound', 'There is none. Way out: correct the cluster of the route.');
  const said = (...given: Parameters<typeof offerCreation>) => (offerCreation(...given) as Error).message;

  it('is offered to be made where the route may make it, by field and by flag', () => {
    const sentence = said(missing, 'target', route());
    expect(sentence).toContain('{"target": {"createCluster": true}}');
    expect(sentence).toContain('--create-cluster');
    expect(sentence).not.toContain('correct the cluster');
  });

  it('is a mistake of the route where it may not, and at the source', () => {
    const { create: _, ...target } = route().target;
    expect(offerCreation(missing, 'target', { ...route(), target })).toBe(missing);
    expect(offerCreation(missing, 'source', route())).toBe(missing);
    const denied = new KubeferryError('AccessDenied', 'no');
    expect(offerCreation(denied, 'target', route())).toBe(denied);
  });
});
