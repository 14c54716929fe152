import { Request, type RequestInput } from '../../../../core/base/request/request.ts';
import { cutOverSource } from '../../../../core/execute/capture/cut-over-source.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject, ObjectRef } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

export const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

export const DB: ObjectRef = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
export const WEB: ObjectRef = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
export const NIGHTLY: ObjectRef = { apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'shop', name: 'nightly' };

const of = ({ apiVersion, kind, namespace, name }: ObjectRef, spec: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}), uid: `uid-${name}`, ...metadata },
  spec,
});

/** A database that deletes the claims of replicas that are scaled away, a website, and a nightly job. */
export const SHOP: KubeObject[] = [
  namespace('shop'),
  of(DB, { replicas: 3, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } }),
  of(WEB, { replicas: 2 }),
  of(NIGHTLY, { schedule: '0 2 * * *', suspend: false }),
];

/** The pod in which the commands of hooks run. */
export const DB_POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db-0', namespace: 'shop', uid: 'uid-db-0', labels: { app: 'db' } },
  spec: { containers: [{ name: 'db' }] },
  status: { phase: 'Running' },
};

export const requestFor = (more: RequestInput = {}) =>
  Request.parse({ selection: { namespaces: ['shop'] }, quiesce: { scaleToZero: true }, ...more });

export const CUT_OVER: RequestInput = { profile: 'migrate', cutOver: true };

/** Ends the function that is at work, as a time-out does: nothing that it would have done happens any more. */
export class Killed extends Error {}

export interface Watched {
  api: ClusterApi;
  /** Every state of the database that a controller could have seen. */
  seen: { replicas: number; whenScaled: string }[];
  /** How many changes were made. */
  changes(): number;
  /** Kills the function before or after its n-th change from now on: none of its calls gets through any more. */
  killAt(change: number, when: 'before' | 'after'): void;
  /** Whether a function was killed; the next one is alive again. */
  wasKilled(): boolean;
}

/** A cluster in memory whose every change is seen, and in which a function can be killed. */
export function watched(objects: KubeObject[] = SHOP): Watched {
  const api = memoryCluster({ objects });
  const seen: Watched['seen'] = [];
  let count = 0;
  let dead = false;
  let kill: { change: number; when: 'before' | 'after' } | undefined;
  return {
    seen,
    changes: () => count,
    killAt: (change, when) => {
      kill = { change: count + change, when };
    },
    wasKilled: () => {
      const was = dead;
      dead = false;
      return was;
    },
    api: {
      ...api,
      get: async (ref) => {
        if (dead) throw new Killed();
        return api.get(ref);
      },
      merge: async (...call) => {
        if (dead) throw new Killed();
        count++;
        const isNow = kill?.change === count;
        if (isNow) dead = true;
        if (isNow && kill?.when === 'before') throw new Killed();
        const changed = await api.merge(...call);
        const db = (await api.get(DB))?.spec as { replicas: number } & {
          persistentVolumeClaimRetentionPolicy: { whenScaled: string };
        };
        seen.push({ replicas: db.replicas, whenScaled: db.persistentVolumeClaimRetentionPolicy.whenScaled });
        if (isNow) throw new Killed();
        return changed;
      },
    },
  };
}

/** Specs, and who cut them over: what must be as it was. */
export const stateOf = (api: ClusterApi) =>
  Promise.all(
    [DB, WEB, NIGHTLY].map(async (ref) => {
      const found = await api.get(ref);
      return { spec: found?.spec, by: found?.metadata.annotations?.['kubeferry/cut-over-by'] };
    }),
  );

const AT = '2026-11-22T10:00:00Z';

/** The functions of one run in one cluster. */
export function runIn({ api }: Watched, request = requestFor()) {
  const store = memoryObjectStore();
  return {
    store,
    quiesce: () => quiesceSource(api, store, 'run-1', request, ['shop']),
    cutOver: () => cutOverSource(api, store, { cloneId: 'run-1', selection: request.selection }, ['shop'], AT),
    resume: () => resumeSource(async () => api, store, 'run-1'),
  };
}

export const specOf = async ({ api }: Watched, ref: typeof DB) => (await api.get(ref))?.spec as Record<string, unknown>;
