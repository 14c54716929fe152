import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { condition, container, SourceInMemory } from './source-in-memory.ts';

/** What a run calls, in order; the call of that number fails once: before it has done anything, or with its answer lost. */
class Interrupted extends SourceInMemory {
  calls = 0;

  constructor(at: number, when: 'before' | 'after') {
    super();
    const meet = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (of, name) => {
          const method = Reflect.get(of, name);
          if (typeof method !== 'function' || name === 'list') return method;
          return async (...args: unknown[]) => {
            const isMet = ++this.calls === at;
            if (isMet && when === 'before') throw lost(String(name));
            const answer = await method.apply(of, args);
            if (isMet) throw lost(String(name));
            return answer;
          };
        },
      });
    this.api = meet(this.cluster);
    this.records = meet(this.store);
  }
}

const lost = (what: string) => new KubeferryError('Unavailable', `The answer to ${what} was lost.`);

/** As a machine does it: again, after what is transient. */
async function again(source: Interrupted): Promise<unknown> {
  for (let tries = 0; tries < 5; tries++) {
    try {
      return await source.move();
    } catch (error) {
      if (!(error instanceof KubeferryError) || error.name !== 'Unavailable') return error;
    }
  }
  throw new Error('It never came to an end.');
}

/** Up to the copy, with what the cluster does meanwhile. */
async function begin(source: Interrupted): Promise<void> {
  await again(source);
  if (!source.takesSnapshots) return;
  await source.snapshotIs({ readyToUse: true, creationTime: '2026-11-30T10:01:00Z' });
  await again(source);
}

function interrupted(at: number, when: 'before' | 'after', takesSnapshots: boolean): Interrupted {
  const source = new Interrupted(at, when);
  source.takesSnapshots = takesSnapshots;
  return source;
}

async function callsOfAll(takesSnapshots: boolean): Promise<number> {
  const source = interrupted(0, 'before', takesSnapshots);
  await begin(source);
  await source.pod(container({ running: {} }));
  await source.shows(condition('Complete'));
  await again(source);
  return source.calls;
}

const READS = [
  ['the claim itself', false],
  ['a claim of its snapshot', true],
] as const;

describe.each(READS)('a Job that reads %s', (_, takesSnapshots) => {
  it('ends the same whichever call fails, before its work or after it, and has made all once', async () => {
    const calls = await callsOfAll(takesSnapshots);
    expect(calls).toBeGreaterThan(8);
    const made = (['Job', 'Secret', 'VolumeSnapshot', 'PersistentVolumeClaim'] as const).slice(
      0,
      takesSnapshots ? 4 : 2,
    );
    for (let at = 1; at <= calls; at++)
      for (const when of ['before', 'after'] as const) {
        const source = interrupted(at, when, takesSnapshots);
        await begin(source);
        expect(await again(source), `${when} call ${at}`).toMatchObject({ name: 'NotYet' });
        for (const kind of made) expect(await source.list(kind), kind).toHaveLength(1);
        await source.pod(container({ running: {} }));
        await source.shows(condition('Complete'));
        expect(await again(source)).toEqual({ moved: 1 });
        await source.remove();
        expect(await source.left()).toEqual([]);
      }
  });

  it('leaves nothing in the source at whichever call a run was killed', async () => {
    const calls = await callsOfAll(takesSnapshots);
    for (let at = 1; at <= calls; at++)
      for (const when of ['before', 'after'] as const) {
        const source = interrupted(at, when, takesSnapshots);
        await source.move().catch(() => {});
        if ((await source.list('VolumeSnapshot')).length > 0) {
          await source.snapshotIs({ readyToUse: true });
          await source.move().catch(() => {});
        }
        await source.remove();
        expect(await source.left(), `${when} call ${at}`).toEqual([]);
      }
  });
});
