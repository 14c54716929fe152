import { expect, it } from 'vitest';
import type { AccessPolicy } from '../../../../core/base/ports/clusters.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { enterCluster, leaveCluster } from '../../../../core/execute/entry/access.ts';
import { explore, type World } from './interleave.ts';
import { gatedClusters, gatedStore, sharedWorld } from './shared-world.ts';

const roleArn = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
const place = { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn, externalId: 'x' };
const ENTRY = `prod ${roleArn}`;
const run = (cloneId: string) => ({ cloneId, startedAt: '2026-11-22T10:00:00Z', route: { source: place } }) as Clone;
const MINUTE = 60_000;

const view: AccessPolicy = { policyArn: 'view' };
const edit = (...namespaces: string[]): AccessPolicy => ({ policyArn: 'edit', namespaces });

const parsed = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString('utf8'));

/** `view`, `edit shop`: each right by itself. */
const rightsOf = (policies: Iterable<AccessPolicy>) =>
  new Set(
    [...policies].flatMap(({ policyArn, namespaces }) =>
      namespaces ? namespaces.map((each) => `${policyArn} ${each}`) : [policyArn],
    ),
  );

type Phase = 'outside' | 'entering' | 'inside' | 'leaving';

interface Case {
  runs: { does: 'enters' | 'leaves'; policies: AccessPolicy[] }[];
  /** What the role's entry has when the first run comes; undefined: there is none. */
  before?: AccessPolicy[];
  deaths: number;
  lostAnswers: number;
}

/** Runs that enter or leave, each asking again as its machine does. */
async function worldOf({ runs, before }: Case): Promise<World> {
  const { store, objects, clusters, entries, text } = sharedWorld();
  if (before) entries.set(ENTRY, { policies: new Map(before.map((each) => [each.policyArn, each])), tags: {} });
  const phases = new Map<string, Phase>(runs.map((_, at) => [`run-${at}`, 'outside']));
  let time = Date.parse('2026-11-22T10:00:00Z');
  const now = () => new Date(time);
  const allowed = () => rightsOf(entries.get(ENTRY)?.policies.values() ?? []);
  const policiesOf = (name: string) => runs[Number(name.slice(-1))]!.policies;
  const insistently = async (attempt: () => Promise<unknown>, wait: () => Promise<void> | void) => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        expect(error).toMatchObject({ name: 'NotYet' });
        await wait();
      }
    }
  };
  const passTime = () => {
    time += 5 * MINUTE;
  };
  for (const [at, { does, policies }] of runs.entries()) {
    if (does !== 'leaves') continue;
    await enterCluster({ clusters, store, now }, run(`run-${at}`), 'source', policies);
    phases.set(`run-${at}`, 'inside');
  }
  return {
    state: () => JSON.stringify([text(), [...phases.values()], time]),
    // Who has the turn to change the entry.
    waitedFor: () => JSON.stringify([time, ...[...objects.values()].map((body) => parsed(body).turn)]),
    passTime,
    actors: runs.map(({ does, policies }, at) => ({
      name: `run-${at}`,
      async run(gate, pause) {
        const name = `run-${at}`;
        const tools = { clusters: gatedClusters(clusters, gate), store: gatedStore(store, gate), now };
        if (does === 'enters') {
          phases.set(name, 'entering');
          await insistently(() => enterCluster(tools, run(name), 'source', policies), pause);
          phases.set(name, 'inside');
        } else {
          phases.set(name, 'leaving');
          await insistently(() => leaveCluster(tools, run(name), 'source'), pause);
          phases.set(name, 'outside');
        }
      },
    })),
    check() {
      const names = [...phases].filter(([, phase]) => phase !== 'outside').map(([name]) => name);
      const most = rightsOf([...(before ?? []), ...names.flatMap(policiesOf)]);
      const has = allowed();
      for (const right of has) if (!most.has(right)) throw new Error(`Nobody who is in may "${right}".`);
      for (const [name, phase] of phases)
        for (const right of rightsOf(phase === 'inside' ? policiesOf(name) : []))
          if (!has.has(right)) throw new Error(`${name} is in, and locked out of "${right}".`);
    },
    async end(died) {
      const tools = { clusters, store, now };
      // Those that died are rolled back; the others come to their end.
      for (const name of new Set([...died, ...phases.keys()]))
        await insistently(() => leaveCluster(tools, run(name), 'source'), passTime);
      for (const again of [false, true]) {
        expect([...objects.keys()], 'records').toEqual([]);
        expect(entries.has(ENTRY), 'an entry').toBe(before !== undefined);
        expect(allowed()).toEqual(rightsOf(before ?? []));
        if (again) break;
        await enterCluster(tools, run('next'), 'source', [view]);
        await leaveCluster(tools, run('next'), 'source');
      }
    },
  };
}

const enters = (...policies: AccessPolicy[]) => ({ does: 'enters' as const, policies });
const leaves = (...policies: AccessPolicy[]) => ({ does: 'leaves' as const, policies });
const [shop, billing] = [edit('shop'), edit('billing')];
const dies = { deaths: 1, lostAnswers: 0 };
const CASES: [string, Case][] = [
  ['run that enters against one that leaves', { runs: [enters(shop), leaves(billing)], ...dies }],
  ['run that enters against another', { runs: [enters(shop), enters(billing)], ...dies }],
  ['run that leaves against another', { runs: [leaves(shop), leaves(billing)], ...dies }],
  [
    'run that enters against one that leaves, beside what was there before',
    {
      runs: [enters(shop), leaves(view, billing)],
      before: [edit('old'), { policyArn: 'own' }],
      deaths: 0,
      lostAnswers: 0,
    },
  ],
  [
    'run whose answer is lost against one that leaves',
    { runs: [enters(shop), leaves(shop)], deaths: 0, lostAnswers: 1 },
  ],
];

// Promise: rights-of-a-run-are-its-own
it.each(CASES)('a %s: each has exactly its rights while it is in, and the entry ends as it was', async (_, each) => {
  const { states, ends } = await explore(() => worldOf(each), each);
  expect(states).toBeGreaterThan(100);
  expect(ends).toBeGreaterThan(1);
});
