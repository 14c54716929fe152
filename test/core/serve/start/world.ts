import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { RunStatus } from '../../../../core/base/ports/runs.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { releaseLocks } from '../../../../core/base/run/lock.ts';
import { startClone } from '../../../../core/serve/start/start-clone.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { fakeRuns } from '../api/fake-runs.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const route: Clone['route'] = {
  name: 'prod-to-dev',
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
  limits: {},
  defaults: {},
};
const machine = 'kubeferry-prod-to-dev';
/** Of runs that a test says nothing more about. */
const BEGAN = '2026-11-22T02:00:03Z';

/** A store and Step Functions in which runs of one route begin. */
export function startWorld(store: ObjectStore = memoryObjectStore()) {
  const runs = fakeRuns();
  const told = new Set<string>();
  let now = BEGAN;
  return {
    store,
    runs,
    /** `Clone Replaced: first` */
    told,
    setTime(time: string) {
      now = time;
    },
    /** A try of "Start clone" in an execution that goes on until a test ends it. */
    start(name: string, request: unknown, startTime = BEGAN) {
      const key = `${machine}/${name}`;
      if (!runs.known.has(key))
        runs.known.set(key, { machine, name, status: 'RUNNING', startedAt: startTime, input: request });
      const start = { route: route.name, execution: { id: `arn:${name}`, name, startTime }, request };
      return startClone([route], start, {
        store,
        runs,
        now: () => new Date(now),
        announce: async ({ detailType, detail }) => void told.add(`${detailType}: ${detail.cloneId}`),
        backups: async () => undefined,
        checkSource: async () => {},
        resolveTargetKey: async () => ({ arn: KEY, enabled: true, customerManaged: true }),
      });
    },
    /** The run ends; it gives its namespace back only when it ends by itself. */
    async end(name: string, status: RunStatus, { givesBack = true } = {}) {
      runs.known.set(`${machine}/${name}`, { ...runs.known.get(`${machine}/${name}`)!, status });
      if (givesBack) await releaseLocks(store, route.target, name);
    },
    statusOf: (name: string) => runs.known.get(`${machine}/${name}`)?.status,
  };
}

export const LOCK = 'locks/444455556666/eu-west-1/dev.json';

export const delivery = (at: string, more: { namespace?: string; overlap?: string } = {}) => ({
  schedule: 'nightly',
  scheduledTime: at,
  ...(more.overlap ? { overlap: more.overlap } : {}),
  selection: { namespaces: [more.namespace ?? 'shop'] },
});
