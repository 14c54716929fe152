import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { ApiRequest } from '../../../../core/serve/api/request.ts';
import { showWorkloads } from '../../../../core/serve/api/show-workloads.ts';
import { memoryClusters } from '../../../memory/clusters.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { cluster, ROUTE } from '../doctor/facts.ts';

const NAMES = ['api', 'billing', 'shop', 'web'];

/** The operation over clusters in memory, at a clock that the test moves. */
function surveyed({
  targets = [] as ClusterInfo[],
  limits = {},
  fails = undefined as Error | undefined,
  untaken = undefined as Error | undefined,
} = {}) {
  const store = memoryObjectStore();
  const entries = new Map();
  const source = memoryClusters([cluster('prod')], entries);
  const seen = { looks: 0, inside: 0, entries, minutes: 0 };
  const now = () => new Date(Date.parse('2026-11-22T10:00:00Z') + seen.minutes * 60_000);
  const ask = async (query: Record<string, string> = {}) => {
    const request = { labels: { route: 'prod-to-dev' }, query } as unknown as ApiRequest;
    const answered = await showWorkloads(request, {
      routes: [{ ...ROUTE, limits }],
      now: () => now().toISOString(),
      newId: () => '1',
      survey: () => ({
        store,
        now,
        pause: async () => false,
        clusters: async (side) => {
          if (untaken) throw untaken;
          return side === 'source' ? source : memoryClusters(targets);
        },
        look: async () => {
          seen.looks++;
          seen.inside = entries.size;
          if (fails) throw fails;
          const namespaces = NAMES.map((name) => ({ name, objects: 1, workloads: [], claims: [], gibibytes: 0 }));
          return { namespaces };
        },
      }),
    });
    return JSON.parse(answered.body);
  };
  return { ask, seen };
}

it('enters the source with the right to read, and is out of it again', async () => {
  const { ask, seen } = surveyed({ targets: [cluster('dev')] });
  expect(await ask()).toMatchObject({ total: 4, target: { state: 'there', version: '1.36' } });
  expect([seen.inside, seen.entries.size]).toEqual([1, 0]);
});

it('is out of the source also when the look failed', async () => {
  const { ask, seen } = surveyed({ fails: new KubeferryError('Unavailable', 'The server is away.') });
  await expect(ask()).rejects.toThrow('The server is away.');
  expect([seen.inside, seen.entries.size]).toEqual([1, 0]);
});

it('names the stack to deploy again where the role of an older member does not let it in', async () => {
  const said = new KubeferryError(
    'AccessDenied',
    'kubeferry-survey-route is not authorized to perform sts:AssumeRole.',
  );
  await expect(surveyed({ untaken: said }).ask()).rejects.toThrow(
    /does not let in the function that lists workloads\. Deploy its stack again: npx cdk deploy kubeferry-source-\d{12}-[\w-]+, or the link in GET \/routes\/prod-to-dev\/members\./,
  );
  await expect(surveyed({ untaken: new KubeferryError('Unavailable', 'STS is away.') }).ask()).rejects.toThrow(
    /^STS is away\.$/,
  );
});

it('says that the target cluster is missing, or being created', async () => {
  expect((await surveyed().ask()).target).toEqual({ state: 'missing' });
  const making = surveyed({ targets: [cluster('dev', { status: 'CREATING' })] });
  expect((await making.ask()).target.state).toBe('in-making');
});

it('looks once in ten minutes, unless it is asked to look again', async () => {
  const { ask, seen } = surveyed();
  const first = await ask();
  seen.minutes = 9;
  expect((await ask()).takenAt).toBe(first.takenAt);
  seen.minutes = 11;
  expect((await ask()).takenAt).toBe('2026-11-22T10:11:00.000Z');
  await ask({ fresh: '1' });
  expect(seen.looks).toBe(3);
});

it('tells the namespaces page by page, and which of them the route allows', async () => {
  const { ask } = surveyed({ limits: { namespaces: ['shop'] } });
  const first = await ask({ limit: '3' });
  expect(first.namespaces.map(({ name, allowed }: { name: string; allowed: boolean }) => [name, allowed])).toEqual([
    ['api', false],
    ['billing', false],
    ['shop', true],
  ]);
  const last = await ask({ limit: '3', next: first.next });
  expect(last.namespaces.map(({ name }: { name: string }) => name)).toEqual(['web']);
  expect(last).not.toHaveProperty('next');
  expect(await ask({ q: 'OP' })).toMatchObject({ total: 1, namespaces: [{ name: 'shop' }] });
});
