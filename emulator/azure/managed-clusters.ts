import { randomUUID } from 'node:crypto';
import type { Clock } from '../../time/clock.ts';
import { AzureError, notFound } from './azure-error.ts';
import { describedOf } from './described-cluster.ts';
import type { Answer } from './disks.ts';
import type { Conditions, ControlPlane, Failure, Made, ManagedCluster } from './managed-cluster.ts';
import { checkManagedCluster, type ManagedClusterBody } from './managed-cluster-input.ts';
import type { Operations } from './operations.ts';

/** Clusters that somebody makes by Resource Manager (https://learn.microsoft.com/rest/api/aks/managed-clusters, …/azure/aks/use-etags). */
export interface ManagedClusters {
  write(id: string, body: ManagedClusterBody, conditions: Conditions, failure: Failure | undefined): Answer;
  tag(id: string, body: { tags?: Record<string, string> }, conditions: Conditions): Answer;
  remove(id: string, conditions: Conditions): Answer;
  /** Forgets those that are gone by now. */
  settle(): void;
  /** Lines of an inventory, one a cluster. */
  inventory(): string[];
  stop(): Promise<void>;
}

export interface ManagedClustersOptions {
  clock: Clock;
  operations: Operations;
  /** All that there are, to which those made here are added. */
  clusters: ManagedCluster[];
  /** Groups that are there. */
  isGroup(id: string): boolean;
  start(id: string, body: ManagedClusterBody): Promise<ControlPlane>;
  onGone(nodeResourceGroup: string): void;
}

const CREATION_SECONDS = 300;
const REMOVAL_SECONDS = 180;
const TAGGING_SECONDS = 10;

export function createManagedClusters(options: ManagedClustersOptions): ManagedClusters {
  const { clock, operations, clusters } = options;
  const mine = new Map<string, Made>();
  const now = () => clock.now().getTime();
  const sweep = (made: Made) => {
    if (now() < (made.goneAt ?? Number.POSITIVE_INFINITY)) return made;
    const at = clusters.indexOf(made);
    if (at >= 0) clusters.splice(at, 1);
    mine.delete(made.id.toLowerCase());
    return undefined;
  };
  const find = (id: string) => {
    const made = mine.get(id.toLowerCase());
    return made && sweep(made);
  };
  const isOfOthers = (id: string) => !mine.has(id.toLowerCase()) && clusters.some((each) => same(each.id, id));

  const stateOf = (made: Made) => {
    if (made.goneAt !== undefined) return 'Deleting';
    if (now() < made.readyAt || (!made.plane && !made.failure))
      return made.eTag === made.firstTag ? 'Creating' : 'Updating';
    return made.failure ? 'Failed' : 'Succeeded';
  };
  const refuseBusy = (made: Made) => {
    const state = stateOf(made);
    if (state === 'Succeeded' || state === 'Failed') return;
    throw new AzureError(
      409,
      'OperationNotAllowed',
      `Operation is not allowed because there's an in progress ${state.toLowerCase()} managed cluster operation. Please wait for it to finish before starting a new operation.`,
    );
  };
  const met = (there: { eTag: string } | undefined, { ifMatch, ifNoneMatch }: Conditions) => {
    if ((ifNoneMatch === '*' && there) || (ifMatch !== undefined && ifMatch !== there?.eTag))
      throw new AzureError(
        412,
        'PreconditionFailed',
        'The request failed because its condition on the etag is not met.',
      );
  };

  function make(id: string, body: ManagedClusterBody, failure: Failure | undefined): Made {
    const eTag = randomUUID();
    const made = {
      ...{ id, body, eTag, firstTag: eTag, readyAt: now() + CREATION_SECONDS * 1000, failure },
      started: Promise.resolve(),
      kubeconfig(this: Made) {
        if (!this.plane) throw new AzureError(404, 'NotFound', `No kubeconfig of ${id} yet: it is being made.`);
        return this.plane.kubeconfig();
      },
      get described() {
        return describedOf(this as Made, stateOf(this as Made));
      },
    } as Made;
    if (!failure)
      made.started = options.start(id, body).then(
        (plane) => {
          made.plane = plane;
        },
        (error: Error) => {
          made.failure = { code: 'InternalOperationError', message: error.message };
        },
      );
    mine.set(id.toLowerCase(), made);
    clusters.push(made);
    return made;
  }

  return {
    write(id, body, conditions, failure) {
      const there = find(id);
      met(there ?? (isOfOthers(id) ? { eTag: 'theirs' } : undefined), conditions);
      if (isOfOthers(id))
        throw new AzureError(501, 'UnsupportedByLocalCloud', 'A cluster that is there is not changed here.');
      if (!options.isGroup(id.replace(/\/providers\/.*$/, '')))
        throw new AzureError(404, 'ResourceGroupNotFound', `Resource group of '${id}' could not be found.`);
      checkManagedCluster(
        id,
        body,
        [...clusters].filter((each) => !same(each.id, id)).map(({ described }) => described),
      );
      if (there) {
        // A PUT is of the whole thing: whoever makes the same name again without a condition changes what is there.
        refuseBusy(there);
        Object.assign(there, { body, eTag: randomUUID(), readyAt: now() + TAGGING_SECONDS * 1000 });
        return { status: 200, body: shown(there), operation: operations.begin(TAGGING_SECONDS) };
      }
      const made = make(id, body, failure);
      return { status: 201, body: shown(made), operation: operations.begin(CREATION_SECONDS) };
    },
    tag(id, { tags = {} }, conditions) {
      const made = find(id);
      if (!made) throw notFound(id);
      met(made, conditions);
      refuseBusy(made);
      Object.assign(made, {
        body: { ...made.body, tags },
        eTag: randomUUID(),
        readyAt: now() + TAGGING_SECONDS * 1000,
      });
      return { status: 200, body: shown(made), operation: operations.begin(TAGGING_SECONDS) };
    },
    remove(id, conditions) {
      const made = find(id);
      if (!made) return { status: 204 };
      met(made, conditions);
      refuseBusy(made);
      made.goneAt = now() + REMOVAL_SECONDS * 1000;
      made.eTag = randomUUID();
      void made.plane?.stop();
      options.onGone(
        `${id.replace(/\/resourceGroups\/.*$/i, '')}/resourceGroups/${made.body.properties.nodeResourceGroup}`,
      );
      return { status: 202, operation: operations.begin(REMOVAL_SECONDS) };
    },
    settle() {
      for (const each of [...mine.values()]) sweep(each);
    },
    inventory: () =>
      [...mine.values()]
        .flatMap((made) => sweep(made) ?? [])
        .map(({ id, body }) => `${id} ${JSON.stringify(body.tags ?? {})}`)
        .sort(),
    async stop() {
      await Promise.all([...mine.values()].map(async ({ started }) => started));
      await Promise.all([...mine.values()].map(async ({ plane, goneAt }) => (goneAt ? undefined : plane?.stop())));
    },
  };
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

const shown = (made: ManagedCluster) => ({
  id: made.id,
  name: made.id.slice(made.id.lastIndexOf('/') + 1),
  type: 'Microsoft.ContainerService/ManagedClusters',
  ...made.described,
});
