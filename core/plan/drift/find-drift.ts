import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, path } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { removeFields, setField } from '../../translate/edit.ts';
import { scaledName } from '../../translate/source-index.ts';
import { isShared } from '../conflicts.ts';
import type { Content } from '../contents/contents.ts';
import { clipChange } from '../objects/clip-change.ts';
import type { ObjectRecord, ToldFinding } from '../objects/object-record.ts';
import { PackedObjects } from '../objects/packed-objects.ts';
import type { CloneRecords } from './clone-records.ts';
import { compareLive } from './compare-live.ts';

const IN_FLIGHT = 16;

/** One object as the source translates to by now: what is applied, and the digest of it. */
export interface Meeting extends Content {
  target: KubeObject;
}

interface Target {
  api: ClusterApi;
  /** `group/version` that it passes on to a service, which may keep what a dry run sends. */
  proxied: ReadonlySet<string>;
}

/**
 * Finds what differs between a clone as it stands in the target and its source as it would be cloned now. Reads, and asks by dry
 * runs; changes nothing. Volumes are not compared: their data is a copy of its time.
 */
export class DriftFinder {
  readonly records = new PackedObjects();
  readonly #api: ClusterApi;
  readonly #proxied: ReadonlySet<string>;
  readonly #clone: CloneRecords;
  readonly #scaled: ReadonlySet<string>;
  readonly #seen = new Set<string>();
  #count = 0;

  /** `scaled`: workloads whose replicas an autoscaler sets, as the index of the source names them. */
  constructor({ api, proxied }: Target, clone: CloneRecords, scaled: readonly string[] = []) {
    this.#api = api;
    this.#proxied = proxied;
    this.#clone = clone;
    this.#scaled = new Set(scaled);
  }

  async meet(objects: readonly Meeting[]): Promise<void> {
    const found = await inParallel(objects, IN_FLIGHT, (object) => this.#look(object));
    for (const record of found) this.#add(record);
  }

  /** Also what the source no longer has; `source` is all that was exported. Answers how many objects differ. */
  async finish(source: readonly ObjectRef[]): Promise<number> {
    const exported = new Set(source.map(refText));
    const isExported = (ref: ObjectRef) => {
      const from = this.#clone.sources.get(refText(ref));
      return from === undefined || exported.has(from);
    };
    const left = [...this.#clone.applied.values()].filter(({ ref }) => !this.#seen.has(refText(ref)));
    const made = left.filter(
      ({ result, before, ref }) => result === 'created' && before === 'absent' && isCompared(ref) && !isExported(ref),
    );
    const there = await inParallel(made, IN_FLIGHT, async ({ ref }) => ((await this.#api.get(ref)) ? [ref] : []));
    for (const ref of there.flat()) this.#add(record(ref, ref, { drift: 'gone-from-source' }));
    return this.#count;
  }

  #add(found: ObjectRecord | undefined): void {
    if (!found) return;
    this.#count += 1;
    this.records.add(found);
  }

  async #look({ ref, target, digest }: Meeting): Promise<ObjectRecord | undefined> {
    const at = refOf(target);
    this.#seen.add(refText(at));
    if (!isCompared(at)) return undefined;
    const entry = this.#clone.applied.get(refText(at));
    const live = await this.#api.get(at);
    if (!live)
      return isOurs(entry, at) ? record(ref, at, { drift: entry ? 'gone-from-target' : 'not-in-target' }) : undefined;
    // What was there and was left as it was is not the clone's.
    if (!entry || !isOurs(entry, at)) return undefined;
    const before = this.#clone.contents?.get(refText(ref));
    // An autoscaler sets them, on either side.
    const wanted = this.#scaled.has(scaledName(ref)) ? withReplicasOf(live, target) : target;
    return this.#compare({ ref, at }, live, wanted, before !== undefined && before.digest !== digest);
  }

  async #compare(
    { ref, at }: { ref: ObjectRef; at: ObjectRef },
    live: KubeObject,
    wanted: KubeObject,
    sourceChanged: boolean,
  ): Promise<ObjectRecord | undefined> {
    try {
      const changes = await compareLive(
        this.#proxied.has(live.apiVersion) ? undefined : this.#api,
        live,
        wanted,
        sourceChanged,
      );
      if (changes.length === 0) return undefined;
      return { ...record(ref, at, { drift: 'changed' }), changes: changes.map(clipChange) };
    } catch (error) {
      if (!(error instanceof KubeferryError) || !['ApplyFailed', 'AccessDenied', 'NotFound'].includes(error.name))
        throw error;
      // It differs in what the server lets nobody change, or refuses.
      return { ...record(ref, at, { drift: 'changed' }), findings: [refusedBy(error)] };
    }
  }
}

const REPLICAS = path('spec.replicas');

function withReplicasOf(live: KubeObject, target: KubeObject): KubeObject {
  const there = fieldAt(live, REPLICAS);
  return there === undefined ? removeFields(target, [REPLICAS]) : setField(target, REPLICAS, there);
}

const refusedBy = ({ message }: KubeferryError): ToldFinding => ({
  severity: 'warning',
  path: '',
  rule: 'drift',
  sentence: `The target would not take the source's state: ${message}`,
});

/** Volumes and their claims are bound to the data of the time of the copy. */
const isCompared = ({ kind }: ObjectRef) => kind !== 'PersistentVolume';

/** What the run made or changed; of cluster scope, what the target does not have is left to others. */
const isOurs = (entry: AppliedObject | undefined, ref: ObjectRef) =>
  entry ? entry.result !== 'skipped' && entry.result !== 'failed' : !isShared(ref);

const record = (
  ref: ObjectRef,
  target: ObjectRef,
  { drift }: { drift: NonNullable<ObjectRecord['drift']> },
): ObjectRecord => ({
  ref,
  ...(refText(target) === refText(ref) ? {} : { target }),
  outcome: 'apply',
  drift,
  changes: [],
  findings: [],
});
