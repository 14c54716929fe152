import { makesVolume } from '../../core/base/strategies.ts';
import { CommandEnd } from '../exit-codes.ts';
import type { Client, Plan, Run } from './client.ts';
import { runPath } from './follow.ts';

/** What a report says of the things that its run made. */
interface Made {
  route: { target: string };
  results?: { ref: { namespace?: string }; before: string }[];
  objects: { applied: number };
  volumes: { claim: string; targetVolumeId?: string; keeps?: string }[];
  cluster?: { name?: string };
}

/** What a roll-back of the run removes for good, from its report, or as far as its plan tells when it has none. */
export async function printGoing(client: Client, route: string, id: string): Promise<string> {
  const run = await client.send<Run>({ method: 'GET', path: runPath(route, id) });
  const report = await unlessRefused(client.send<Made>({ method: 'GET', path: `${runPath(route, id)}/report` }));
  const lines = report ? fromReport(report) : await fromPlan(client, route, id);
  return [`A roll-back of run ${id} on ${route} (${run.status}) removes, for good:`, ...lines, ''].join('\n');
}

function fromReport({ route, results = [], objects, volumes, cluster }: Made): string[] {
  const created = results.filter(({ before }) => before === 'absent');
  const count = results.length > 0 ? created.length : objects.applied;
  const namespaces = [...new Set(created.flatMap(({ ref }) => ref.namespace ?? []))].toSorted();
  const copied = volumes.flatMap(({ claim, targetVolumeId, keeps }) =>
    targetVolumeId && keeps === undefined ? `${targetVolumeId} (${claim})` : [],
  );
  return [
    `  in ${route.target}`,
    `  ${count} objects that it created${namespaces.length > 0 ? `, in ${namespaces.join(', ')}` : ''}`,
    `  ${copied.length} volumes${copied.length > 0 ? `: ${copied.join(', ')}` : ''}`,
    ...(cluster ? ['  the cluster that it made, if nothing of others is in it'] : []),
  ];
}

async function fromPlan(client: Client, route: string, id: string): Promise<string[]> {
  const path = `/routes/${encodeURIComponent(route)}/plans/${encodeURIComponent(id)}`;
  const answer = await unlessRefused(client.send<Plan>({ method: 'GET', path }));
  if (!answer?.plan) return ['  whatever it has made: it has neither a report nor a plan'];
  const going = answer.plan.objects.filter(({ outcome }) => outcome === 'apply').length;
  const volumes = answer.plan.volumes.filter(makesVolume).length;
  return [`  what it has made of its plan: at most ${going} objects and ${volumes} volumes, and their snapshots`];
}

/** A run may have no report or plan, and who may roll back may not read them. */
const unlessRefused = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof CommandEnd) return undefined;
    throw error;
  });
