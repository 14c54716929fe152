import { describe, expect, it } from 'vitest';
import { Request } from '../../../core/clone/request.ts';
import { isToBeMade } from '../../../core/cluster/is-to-be-made.ts';
import { KubeferryError } from '../../../core/errors.ts';
import type { ClusterInfo } from '../../../core/ports/clusters.ts';
import { route } from './some-cluster.ts';

const HALF_MADE = {
  'kubeferry:made-by': 'kubeferry',
  'kubeferry:step': 'target-cluster',
  'kubeferry:clone-id': 'run-0',
};
const asked = (tags: Record<string, string> | undefined, createCluster = true) =>
  isToBeMade(
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
    ['is made when it is not there', undefined, true],
    ['is used as it is when somebody made it', {}, false],
    ['is used as it is when a run has made it whole', { ...HALF_MADE, 'kubeferry:step': 'whole-cluster' }, false],
    ['is gone on with when a run of the route left it half-made', { ...HALF_MADE, 'kubeferry:route': 'there' }, true],
  ])('%s', async (_, tags, expected) => {
    expect(await asked(tags)).toBe(expected);
    expect(await asked(tags, false)).toBe(false);
  });

  it.each([
    ['another route', { 'kubeferry:route': 'elsewhere' }],
    ['an earlier version', {}],
  ])('is refused when it is half-made by %s, with the run to roll back', async (maker, more) => {
    await expect(asked({ ...HALF_MADE, ...more })).rejects.toThrow(
      new RegExp(`half-made by run run-0 of .*${maker === 'another route' ? 'elsewhere' : maker}.*Roll that run back`),
    );
  });
});
