import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../core/base/request/request.ts';
import type { ShardRecord } from '../../../../core/base/run/applied.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord, ShardWriter } from '../../../../core/base/run/records.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { rollBackObjects } from '../../../../core/execute/undo/roll-back-objects.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const SHOP: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const settings = (data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data,
});
const OURS = settings({ of: 'the clone' });
const THEIRS = settings({ of: 'somebody' });
const REF = refOf(OURS);
const BY_SOMEBODY = { manager: 'somebody', force: true };
const WAVE = '040-settings';

class Killed extends Error {}

/** A shard of one ConfigMap, applied into a cluster in which somebody else is at work. */
class Race {
  readonly cluster = memoryCluster({ objects: [SHOP] });
  readonly store = memoryObjectStore();
  readonly writes: string[] = [];
  /** What happens right after the look that finds nothing. */
  afterLook: () => Promise<unknown> = async () => {};
  /** What happens right after the object was made, before anybody can record it. */
  afterMaking: () => Promise<unknown> = async () => {};

  readonly api: ClusterApi = {
    ...this.cluster,
    names: async (of) => {
      const found = await this.cluster.names(of);
      await this.afterLook();
      return found;
    },
    create: async (object, options) => {
      const made = await this.cluster.create(object, options);
      await this.afterMaking();
      return made;
    },
    apply: (object, options) => {
      this.writes.push(`apply ${object.metadata.name}${options.force ? ' by force' : ''}`);
      return this.cluster.apply(object, options);
    },
  };

  async apply(onConflict: Request['onConflict'] = 'fail', cloneId = 'run-1'): Promise<unknown> {
    const prefix = keysOf(cloneId).translated('foundation', WAVE);
    const writer = new ShardWriter(this.store, prefix);
    await writer.add([OURS]);
    await writer.close();
    const [key = ''] = await Array.fromAsync(this.store.list(prefix));
    const shard = { cloneId, wave: WAVE, key };
    return applyShard(this.api, this.store, shard, { onConflict, stillOn: async () => {} }).catch((error) => error);
  }

  async ledger(cloneId = 'run-1') {
    const key = `${keysOf(cloneId).ledger}objects/foundation/${WAVE}/000000.json`;
    return (await findRecord<ShardRecord>(this.store, key))?.objects[0];
  }

  async rollBack(cloneId = 'run-1') {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        return await rollBackObjects(async () => this.cluster, this.store, cloneId);
      } catch (error) {
        if ((error as Error).name !== 'NotYet') throw error;
      }
    }
    throw new Error('it never came to its end');
  }

  there = async () => (await this.cluster.get(REF))?.data;
}

describe('an object that somebody makes between the look and the apply', () => {
  // Promise: others-objects-stay
  it.each(['fail', 'refresh'] as const)(
    'is not changed under onConflict %s, and not deleted later',
    async (onConflict) => {
      const race = new Race();
      race.afterLook = () => race.cluster.apply(THEIRS, BY_SOMEBODY);
      expect(await race.apply(onConflict)).toMatchObject({
        name: 'ApplyFailed',
        message: expect.stringMatching(/v1 ConfigMap shop\/settings: .*somebody made it while the run was going on/),
      });
      expect(await race.there()).toEqual(THEIRS.data);
      expect(await race.ledger()).toMatchObject({ before: 'present', result: 'failed' });
      expect(await race.rollBack()).toMatchObject({ deleted: 0 });
      expect(await race.there()).toEqual(THEIRS.data);
    },
  );

  it('is left as it is under onConflict skip, and not deleted later', async () => {
    const race = new Race();
    race.afterLook = () => race.cluster.apply(THEIRS, BY_SOMEBODY);
    expect(await race.apply('skip')).toMatchObject({ skipped: 1, created: 0 });
    await race.rollBack();
    expect(await race.there()).toEqual(THEIRS.data);
  });

  it('is changed under onConflict update, which permits it, and not deleted later', async () => {
    const race = new Race();
    race.afterLook = () => race.cluster.apply(THEIRS, BY_SOMEBODY);
    expect(await race.apply('update')).toMatchObject({ updated: 1 });
    await race.rollBack();
    expect(await race.there()).toEqual(OURS.data);
  });

  it('is the same with one that replaces what the look found: another uid is another object', async () => {
    const race = new Race();
    await race.cluster.apply(THEIRS, BY_SOMEBODY);
    race.afterLook = async () => {
      await race.cluster.delete(REF);
      await race.cluster.apply(settings({ of: 'somebody', since: 'now' }), BY_SOMEBODY);
    };
    expect(await race.apply('update')).toMatchObject({ name: 'ApplyFailed' });
    expect(await race.there()).toEqual({ of: 'somebody', since: 'now' });
  });
});

describe('a function that is killed between making an object and recording its uid', () => {
  const killed = async () => {
    const race = new Race();
    race.afterMaking = async () => {
      throw new Killed();
    };
    expect(await race.apply()).toBeInstanceOf(Killed);
    race.afterMaking = async () => {};
    expect(await race.ledger()).toEqual({ ref: REF, before: 'absent' });
    return race;
  };

  // Promise: intent-before-create
  it('finds its own object again by the mark of its run, and forces nothing on it', async () => {
    const race = await killed();
    await race.cluster.merge(REF, { data: { more: 'by hand' } }, { manager: 'kubectl-edit' });
    expect(await race.apply()).toMatchObject({ created: 1 });
    expect(race.writes).toEqual([]);
    expect(await race.there()).toEqual({ of: 'the clone', more: 'by hand' });
    expect(await race.ledger()).toMatchObject({ before: 'absent', uid: expect.any(String) });
  });

  it('leaves an object that its roll-back finds and deletes', async () => {
    const race = await killed();
    await race.rollBack();
    expect(await race.there()).toBeUndefined();
  });

  // Promise: others-objects-stay, delete-by-uid
  it.each<[string, KubeObject]>([
    ['without any mark', THEIRS],
    [
      'with the mark copied, as tools copy annotations',
      { ...THEIRS, metadata: { ...THEIRS.metadata, annotations: { 'kubeferry/made-by-run': 'run-1' } } },
    ],
  ])('does not have deleted what somebody made in its place, %s', async (_, theirs) => {
    const race = await killed();
    await race.cluster.delete(REF);
    await race.cluster.apply(theirs, BY_SOMEBODY);
    expect(await race.rollBack()).toMatchObject({ deleted: 0, kept: 1 });
    expect(await race.there()).toEqual(THEIRS.data);
  });

  it('does not have deleted what another run made in its place', async () => {
    const race = await killed();
    await race.cluster.delete(REF);
    expect(await race.apply('fail', 'run-2')).toMatchObject({ created: 1 });
    expect(await race.rollBack('run-1')).toMatchObject({ deleted: 0, kept: 1 });
    expect(await race.there()).toEqual(OURS.data);
    expect(await race.rollBack('run-2')).toMatchObject({ deleted: 1 });
  });
});
