import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { Request } from '../../base/request/request.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { isShared } from '../conflicts.ts';
import { isUnchangeable } from '../refresh/unchangeable.ts';
import {
  DRY_RUN_RULE,
  isNoVerdict,
  isOwnRight,
  otherManagers,
  sayRefused,
  sayTakenOver,
  sayUnasked,
  sayUnsent,
} from './say-verdict.ts';

const about = findingsBy(DRY_RUN_RULE);

/** Requests in flight, as when the objects are applied. */
const IN_FLIGHT = 32;
/** About a minute of an API server's time; more than that is not asked. */
const MOST_ASKED = 20_000;
/** A webhook that does not answer keeps each call waiting: nobody asks a hundred times. */
const MOST_UNANSWERED = 3;

export interface Asking {
  api: ClusterApi;
  onConflict: Request['onConflict'];
  /** Kinds that the target serves by now. */
  served: readonly ServedResource[];
  /** `group/version` that it passes on to a service, which may keep what a dry run sends. */
  proxied: ReadonlySet<string>;
}

/** What a target says to an object that it has: why it refuses it, or that it takes it. */
export type Said = KubeferryError | 'taken';

interface Verdict {
  ref: ObjectRef;
  error: KubeferryError;
  /** The object is not refused: its fields would be taken over from others. */
  taken?: true;
}

/**
 * Asks the target what it would say of each object, by a dry run (`dryRun=All`: admission runs, and nothing is kept;
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run). An API server calls no webhook for it that has side
 * effects. What it cannot judge before the run (a namespace or a kind that the clone brings) and Secrets, whose values nobody has
 * approved yet, are not asked about.
 */
export class TargetVerdicts {
  readonly #asking: Asking;
  readonly #served: ReadonlySet<string>;
  readonly #verdicts: Verdict[] = [];
  /** Namespaces that do not exist yet -> objects in them. */
  readonly #unmade = new Map<string, number>();
  /** What the target said of objects that are there, by the text of their reference: its refusal, or that it takes them. */
  readonly #said = new Map<string, Said>();
  /** `group/version` -> objects of it that were not sent to its service. */
  readonly #unsent = new Map<string, number>();
  #asked = 0;
  #beyond = 0;
  #unanswered = 0;

  constructor(asking: Asking) {
    this.#asking = asking;
    this.#served = new Set(asking.served.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  }

  /** `objects` as they are to be applied. */
  async ask(objects: readonly KubeObject[]): Promise<void> {
    const namespaces = await this.#asking.api.names({ apiVersion: 'v1', kind: 'Namespace' });
    const asked = objects.filter((object) => {
      const ref = refOf(object);
      if (object.kind === 'Secret' || !this.#served.has(`${ref.apiVersion} ${ref.kind}`)) return false;
      if (this.#asking.proxied.has(ref.apiVersion)) return countIn(this.#unsent, ref.apiVersion);
      if (ref.namespace && !namespaces.has(ref.namespace)) return countIn(this.#unmade, ref.namespace);
      return true;
    });
    const there = await this.#lookUp(asked.map(refOf));
    await inParallel(asked, IN_FLIGHT, (object) => this.#askFor(object, refOf(object), there));
  }

  /** What is there of each kind in each place: all of them before any object is asked about, which would wait for its own. */
  async #lookUp(refs: readonly ObjectRef[]): Promise<Map<string, Map<string, string>>> {
    const places = [...Map.groupBy(refs, placeOf)];
    const names = await inParallel(places, IN_FLIGHT, ([, [first]]) => this.#asking.api.names(first!));
    return new Map(places.map(([place], at) => [place, names[at]!]));
  }

  /** What the target would refuse, in its own words. `targets` are all objects of the plan, as they are applied. */
  findings(targets: readonly ObjectRef[]): Finding[] {
    const planned = new Set(targets.map(({ name }) => name));
    return [
      ...this.#verdicts.flatMap((verdict) => findingOf(verdict, planned)),
      ...[...this.#unmade].map(([name, objects]) =>
        about({ apiVersion: 'v1', kind: 'Namespace', name }, 'info', sayUnasked(name, objects)),
      ),
      ...[...this.#unsent].map(([name, objects]) => about(serviceOf(name), 'info', sayUnsent(name, objects))),
      ...(this.#beyond > 0 ? [beyond(this.#beyond)] : []),
    ];
  }

  /** What it said to an object that is there, applied by force; undefined of one that nobody has asked about. */
  saidOf(ref: ObjectRef): Said | undefined {
    return this.#said.get(refText(ref));
  }

  async #askFor(object: KubeObject, ref: ObjectRef, there: ReadonlyMap<string, Map<string, string>>): Promise<void> {
    const { onConflict } = this.#asking;
    const uid = there.get(placeOf(ref))?.get(ref.name);
    // What is there and stays as it is, is asked nothing.
    if (uid !== undefined && (isShared(ref) || onConflict === 'fail' || onConflict === 'skip')) return;
    if (this.#unanswered >= MOST_UNANSWERED) return;
    if (this.#asked >= MOST_ASKED) {
      this.#beyond += 1;
      return;
    }
    this.#asked += 1;
    if (uid === undefined) {
      const refusal = await this.#dryMake(object);
      return refusal && this.#note({ ref, error: refusal });
    }
    const refusal = await this.#dryRun(object, false);
    const isConflict = refusal !== undefined && otherManagers(refusal.message).length > 0;
    if (refusal) this.#note({ ref, error: refusal, ...(isConflict ? { taken: true as const } : {}) });
    const forced = isConflict ? await this.#dryRun(object, true) : undefined;
    if (forced) this.#note({ ref, error: forced });
    this.#said.set(refText(ref), (isConflict ? forced : refusal) ?? 'taken');
  }

  #note(verdict: Verdict): void {
    // A refresh has a way of its own for what cannot be changed in place, and says so.
    if (this.#asking.onConflict === 'refresh' && isUnchangeable(verdict.error)) return;
    this.#verdicts.push(verdict);
  }

  /** As the run makes what is absent. */
  #dryMake(object: KubeObject): Promise<KubeferryError | undefined> {
    return this.#refusalOf(() =>
      this.#asking.api.create(object, { manager: FIELD_MANAGER, dryRun: true, metadataOnly: true }),
    );
  }

  #dryRun(object: KubeObject, force: boolean): Promise<KubeferryError | undefined> {
    return this.#refusalOf(() => this.#asking.api.apply(object, { manager: FIELD_MANAGER, force, dryRun: true }));
  }

  /** The server's refusal; a lost connection or a rejected token is thrown. */
  async #refusalOf(ask: () => Promise<unknown>): Promise<KubeferryError | undefined> {
    try {
      await ask();
      return undefined;
    } catch (error) {
      if (!(error instanceof KubeferryError) || !VERDICTS.includes(error.name) || isOwnRight(error)) throw error;
      if (error.name === 'Unavailable') this.#unanswered += 1;
      return error;
    }
  }
}

/** As when objects are applied; `Unavailable` is what a webhook that nobody answers for comes to. */
const VERDICTS = ['ApplyFailed', 'NotFound', 'AccessDenied', 'Unavailable'];

function findingOf({ ref, error, taken }: Verdict, planned: ReadonlySet<string>): Finding[] {
  if (taken) return [about(ref, 'warning', sayTakenOver(ref, error.message))];
  if (isNoVerdict(error, planned)) return [];
  const severity = error.name === 'Unavailable' ? 'warning' : 'blocker';
  return [about(ref, severity, sayRefused(ref, error))];
}

const placeOf = ({ apiVersion, kind, namespace = '' }: ObjectRef) => `${apiVersion} ${kind} ${namespace}`;

/** It is counted instead of asked about. */
function countIn(counts: Map<string, number>, key: string): false {
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return false;
}

const serviceOf = (groupVersion: string) => {
  const [group = '', version = ''] = groupVersion.split('/');
  return { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', name: `${version}.${group}` };
};

const beyond = (count: number): Finding =>
  about(
    { apiVersion: 'kubeferry', kind: 'Plan', name: 'dry-run' },
    'info',
    `The target was asked about ${MOST_ASKED} objects and not about ${count} more: what it refuses of these comes to light when they are applied.`,
  );
