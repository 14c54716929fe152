import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type * as z from 'zod';
import { signedFetch } from '../../cli/api/signed-fetch.ts';
import { currentAssembly } from '../../cli/assembly.ts';
import { FROM_AKS, TO_AKS, WITHIN_AZURE } from '../../cli/demo/aks.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { factoryConfig } from '../../cli/demo/from-kubernetes.ts';
import { ORIGINS } from '../../cli/demo/from-restic.ts';
import { WITH_HANDING } from '../../cli/demo/handing/asked.ts';
import { MOVED_CLAIM } from '../../cli/demo/movers/shares.ts';
import { ROUTE, recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Quiesced } from '../../core/execute/capture/quiesced.ts';
import type { RunView } from '../../core/serve/api/schemas.ts';
import { contentsOf, listAccounts, listCluster } from '../flow/listing.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';
import { startFromAks } from './azure.ts';
import { startFactory } from './factory.ts';
import type { Within } from './flows.ts';

export type Run = z.infer<typeof RunView>;

/** Where every clone of the matrix goes. */
const NAMESPACE = 'ferried';

/** Both strategies, and a quiesced source with commands in its pods: so that one run passes through every function and call. */
export const REQUEST = {
  selection: { namespaces: ['small'] },
  ...into(NAMESPACE),
  volumes: { claims: { 'small/files': 'copy-blocks' } },
  quiesce: {
    scaleToZero: true,
    hooks: [{ namespace: 'small', labelSelector: 'app=db', before: ['sync'], after: ['true'] }],
  },
};

/** One claim by a Job of the run, and one out of a backup. */
export const BY_JOBS = {
  selection: { namespaces: ['shop'] },
  mappings: { namespaces: { shop: NAMESPACE } },
  volumes: { origins: { ...ORIGINS, [MOVED_CLAIM]: { mover: true } } },
};

/** Clouds whose source has the workload of a demo. */
const OF_DEMOS: (Within | undefined)[] = ['factory', 'from-aks', 'within-azure'];

/** All of a cluster of AKS. */
export const OF_SHOP = { selection: { namespaces: ['shop'] }, mappings: { namespaces: { shop: NAMESPACE } } };

/** The synthesized app of the place where flows run. */
export async function assemblyOf(within: Within | undefined, told = () => {}, worker = 0): Promise<string> {
  if (within === 'from-aks') return currentAssembly(told, FROM_AKS);
  if (within === 'to-aks') return currentAssembly(told, TO_AKS);
  if (within === 'within-azure') return currentAssembly(told, WITHIN_AZURE);
  if (within === 'factory') return currentAssembly(told, await factoryConfig('token', worker));
  return within === 'zone' ? currentAssembly(told, WITH_HANDING) : currentAssembly(told);
}

function cloudOf(within: Within | undefined, speed: number, assembly: string): Promise<Omit<SmallCloud, 'clone'>> {
  if (within === 'factory') return startFactory(speed, assembly);
  if (within === 'from-aks') return startFromAks(speed, assembly);
  if (within === 'within-azure') return startFromAks(speed, assembly, 'aks');
  return startSmallCloud(speed, { eventual: false, assembly, ...(within === 'to-aks' ? { classes: 'aks' } : {}) });
}

/** All that a run may change anywhere, but its own records. */
export interface Look {
  accounts: string[];
  target: string[];
  source: [string, string][];
}

/** A small cloud, used as its people use it: through the API of the hub. */
export interface World {
  small: Omit<SmallCloud, 'clone'>;
  look(): Promise<Look>;
  /** Of the clone. */
  contents(): Promise<unknown[]>;
  /** Of the source's namespace. */
  origin(): Promise<unknown[]>;
  /** Whether the run has left its source at zero for good. */
  isCutOver(id: string): Promise<boolean>;
  /** Starts a clone, and stops it when the condition holds or it is over. Answers how it stands then. */
  stopped(request: object, when: () => boolean): Promise<Run>;
  /** Starts a clone, and answers how it stands when it is over. */
  clone(request?: object): Promise<Run>;
  /** Does what the command of that name does, and answers how the run stands when that is over. */
  command(name: string, id: string): Promise<Run>;
}

/** Pods of a Deployment that was scaled down and back are others, of the same ReplicaSet. */
const withoutPodSuffix = (line: string) => line.replace(/^(v1 Pod .+-[a-z0-9]+)-[a-z0-9]{5}$/, '$1-*');

/** A share of a pace ends a minute after its holder was last heard of, and the bucket forgets it: who may not delete it does no harm. */
const ENDS_BY_ITSELF = /^s3:\/\/[^/]+\/pace\//;

interface Begun {
  id: string;
  rollBack?: { id: string };
  cleanUp?: { id: string };
}

const COMMANDS: Record<string, { method: 'POST' | 'DELETE'; path: string }> = {
  rollback: { method: 'DELETE', path: '' },
  retry: { method: 'POST', path: '/retry' },
  'clean-up': { method: 'POST', path: '/clean-up' },
};

/** Of real time, of one execution: far more than any wait of a machine takes on the cloud's clock. */
const LONGEST_MS = 180_000;

/**
 * A roll-back waits on this clock for calls in flight, and functions work in real time: faster, and a function that is at
 * work on a busy machine would make things after that wait, as none does in the cloud.
 */
const SPEED = 50;

export async function startWorld({
  speed = SPEED,
  within,
  worker,
}: {
  speed?: number;
  within?: Within | undefined;
  /** Which of the processes it is for, each of which has a cloud. */
  worker?: number;
} = {}): Promise<World> {
  const assembly = await assemblyOf(within, undefined, worker);
  // Punctual: what comes late is the fault of a case of its own.
  const small = await cloudOf(within, speed, assembly);
  const { api, region, accounts, endpoint, stateMachines } = small.cloud;
  const states = new SFNClient({ endpoint, region, credentials: accounts.hub.credentials });
  const signer = { region, credentials: accounts.pipeline.credentials };
  const send = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> => {
    const call = { method, path: `/routes/prod-to-dev/clones${path}`, ...(body ? { body } : {}) };
    const reply = await signedFetch(api, signer, call);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as T;
  };
  // A machine that may not follow a nested one leaves it behind, at work: things stand as they will only after that.
  const isQuiet = async () => {
    const filters = Object.values(stateMachines).map(
      (stateMachineArn) => ({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }) as const,
    );
    const lists = await Promise.all(filters.map((each) => states.send(new ListExecutionsCommand(each))));
    return lists.every(({ executions }) => executions?.length === 0);
  };
  const over = async (machine: string, name: string) => {
    const executionArn = `${stateMachines[machine]!.replace(':stateMachine:', ':execution:')}:${name}`;
    for (const until = Date.now() + LONGEST_MS; Date.now() < until; await sleep(100)) {
      const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE' && (await isQuiet())) return;
    }
    throw new Error(`${name} of ${machine} did not end within ${LONGEST_MS / 1000} seconds.`);
  };
  const ended = async ({ id, rollBack, cleanUp }: Begun): Promise<Run> => {
    if (rollBack) await over('kubeferry-roll-back', rollBack.id);
    else if (cleanUp) await over('kubeferry-clean-up', cleanUp.id);
    else await over(ROUTE, id);
    return send<Run>('GET', `/${id}`);
  };
  const stopped = async (request: object, when: () => boolean): Promise<Run> => {
    const begun = await send<Begun>('POST', '', request);
    let over = false;
    const end = ended(begun).finally(() => {
      over = true;
    });
    while (!when() && !over) await sleep(5);
    await send('POST', `/${begun.id}/stop`);
    return end;
  };
  return {
    small,
    stopped,
    look: async () => ({
      accounts: listAccounts(small.cloud).filter((line) => !ENDS_BY_ITSELF.test(line)),
      target: (await listCluster(small.target)).map(withoutPodSuffix),
      source: [...(await fingerprintCluster(small.source))].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    }),
    contents: () => contentsOf(small.target, NAMESPACE),
    isCutOver: async (id) =>
      (await findRecord<Quiesced>(recordsOf(small.cloud), keysOf(id).quiesced))?.cutOverAt !== undefined,
    origin: () => contentsOf(small.source, OF_DEMOS.includes(within) ? 'shop' : 'small'),
    clone: async (request = REQUEST) => ended(await send<Begun>('POST', '', request)),
    command: async (name, id) => {
      const { method, path } = COMMANDS[name]!;
      return ended(await send<Begun>(method, `/${id}${path}`));
    },
  };
}
