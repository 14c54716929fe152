import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { Request } from '../../../../core/base/request/request.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord, readLines } from '../../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { exportCapture } from '../../../../core/execute/captures/export-capture.ts';
import { keepCapture } from '../../../../core/execute/captures/keep-capture.ts';
import { cleanUpClone } from '../../../../core/execute/undo/clean-up-clone.ts';
import { closeRun } from '../../../../core/execute/undo/close-run.ts';
import { openCapture } from '../../../../core/plan/captures/capture-record.ts';
import { planCapture } from '../../../../core/plan/captures/plan-capture.ts';
import { heldVolumes } from '../../../../core/plan/origins/held-volumes.ts';
import type { Plan } from '../../../../core/plan/plan.ts';
import { planClone } from '../../../../core/plan/plan-clone.ts';
import { startClone } from '../../../../core/serve/start/start-clone.ts';
import { memoryClusters } from '../../../memory/clusters.ts';
import { memoryKeyStore } from '../../../memory/key-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { PlannedWorld } from '../../plan/planned-world.ts';
import { fakeRuns } from '../../serve/api/fake-runs.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const route = (name: string, more: Partial<Clone['route']> = {}): Clone['route'] => ({
  name,
  source: { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn: 'source', externalId: 'x' },
  target: {
    account: '444455556666',
    region: 'eu-west-1',
    cluster: 'dev',
    roleArn: 't',
    externalId: 'x',
    kmsKeyArn: KEY,
  },
  mayQuiesce: false,
  mayCapture: true,
  limits: {},
  defaults: {},
  ...more,
});
const ROUTES = [route('prod-to-dev'), route('prod-to-qa', { mayCapture: undefined, limits: { namespaces: ['shop'] } })];
const AT = '2026-11-22T02:00:00Z';
const info = { name: 'prod', version: '1.36', autoModeStorage: false } as ClusterInfo;
const { source, target: DEV } = ROUTES[0]!;
export const PROD = source;

/** Captures and clones of them in memory, step by step as the machines call them. */
export class CapturedWorld extends PlannedWorld {
  readonly storage = memoryVolumeStorage(this.ebs, PROD);
  readonly targetStorage = memoryVolumeStorage(this.ebs, DEV);

  begin(name: string, request: unknown, by = 'prod-to-dev'): Promise<Clone> {
    const start = { route: by, execution: { id: `arn:${name}`, name, startTime: AT }, request };
    return startClone(ROUTES, start, {
      store: this.store,
      runs: fakeRuns(),
      now: () => new Date(AT),
      announce: async () => {},
      backups: async () => undefined,
      checkSource: async () => {},
      resolveTargetKey: async () => ({ arn: KEY, enabled: true, customerManaged: true }),
    });
  }

  async capture(name: string, capture: object = { name: 'nightly' }): Promise<Clone> {
    const clone = await this.begin(name, { mode: 'capture', capture, selection: { namespaces: ['shop'] } });
    const { store, source, storage } = this;
    const keys = keysOf(name);
    const request = (await findRecord<Request>(store, keys.request))!;
    const plan = await planCapture({ clone, request, store, source: { api: source, info, storage } });
    await exportCapture(source, store, { cloneId: name, selection: request.selection });
    await snapshotVolumes(storage, store, name, plan.volumes);
    this.ebs.clock.sleep(60_000);
    await keepCapture(storage, store, clone, request.capture!.name);
    await this.cleanUp(clone, 'verified');
    return clone;
  }

  /** "Plan clone" and "Snapshot volumes" of a run from a capture, for which the source cluster does not answer. */
  async clone(
    name: string,
    request: object = {},
    by?: string,
  ): Promise<{ clone: Clone; plan: Plan; items: VolumeItem[] }> {
    const clone = await this.begin(name, { source: { capture: 'nightly' }, ...request }, by);
    const { store, storage } = this;
    const keys = memoryKeyStore(this.ebs);
    const { api, facts, volumes } = await openCapture(store, clone.fromCapture!);
    const held = await heldVolumes(storage, 'capture "nightly"', volumes);
    const target = { api: this.target, info, storage: this.targetStorage, keys };
    const given = (await findRecord<Request>(store, keysOf(name).request))!;
    const source = { api, facts, storage, keys, held };
    const plan = await planClone({
      clone,
      request: given,
      store,
      source,
      target,
      newKey: () => Buffer.alloc(32, 1),
      blockQuotas: async () => ({ read: 1_000, write: 1_000 }),
    });
    await snapshotVolumes(storage, store, name, plan.volumes);
    return { clone, plan, items: await readLines<VolumeItem>(store, keysOf(name).volumes, 'test') };
  }

  async cleanUp(clone: Clone, ending: 'verified' | 'roll-back'): Promise<void> {
    const clusters = memoryClusters([]);
    const [source, target] = [
      { storage: this.storage, clusters },
      { storage: this.targetStorage, clusters },
    ];
    if (ending === 'roll-back') await closeRun(this.store, clone.cloneId, AT);
    const retire = async () => ({ retired: 0 });
    await cleanUpClone(source, target, this.store, clone, () => new Date(AT), retire, ending);
  }

  snapshots = () => [...this.ebs.snapshots.keys()];
  exports = async () => (await Array.fromAsync(this.store.list('exports/capture/'))).length;
}
