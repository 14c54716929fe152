import { capturesOf } from '../../base/captures/register.ts';
import type { RunDetails } from '../../base/ports/runs.ts';
import type { Place } from '../../base/request/end.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { inUse } from '../../execute/captures/remove-capture.ts';
import { handedOverBy } from '../../execute/handing/handed-over.ts';
import { allKept } from '../../execute/undo/kept.ts';
import { isOwn, ledgerOf } from '../../execute/undo/own-objects.ts';
import { madeIds } from '../../execute/volumes/ebs-ledger.ts';
import { formerPlanOf, mayRestore, retirementOf } from '../../plan/refresh/former.ts';
import { supersededOf } from '../../plan/refresh/superseded.ts';
import type { Report } from '../../reporting/report.ts';
import { modeOf, runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';
import { cloneOf, refuseUnlessOver } from './roll-back.ts';
import type { RollBackPreview } from './roll-back-schemas.ts';

/** More of them help nobody to decide. */
const SHOWN = 200;

/** What a roll-back of the run would remove and bring back, by its ledger; nothing is changed, and no cluster entered. */
export async function previewRollBack(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  const [refused, isOwnRun] = await Promise.all([whyRefused(tools, run, route), hasRecord(tools, run.name, route)]);
  // The records of a name are those of the route that took it first.
  const going = isOwnRun ? await goingOf(tools, run) : NOTHING;
  const preview: RollBackPreview = {
    id: run.name,
    route,
    status: run.status,
    target: placeOf(routeOf(tools, request).target),
    ...(refused ? { refused } : {}),
    ...going,
  };
  return jsonAnswer(200, preview);
}

const placeOf = ({ account, region, cluster }: Place): Place => ({ account, region, cluster });

type Going = Omit<RollBackPreview, 'id' | 'route' | 'status' | 'target' | 'refused'>;

const NOTHING: Going = {
  removed: 0,
  unsure: 0,
  restored: 0,
  stays: 0,
  objects: [],
  volumes: [],
  snapshots: 0,
  comesBack: [],
};

const hasRecord = async ({ store }: ApiTools, id: string, route: string) =>
  (await findRecord<{ clone: Clone }>(store, keysOf(id).clone))?.clone.route.name === route;

async function goingOf(tools: ApiTools, run: RunDetails): Promise<Going> {
  const [objects, things, kept, report] = await Promise.all([
    goingObjects(tools, run.name),
    goingThings(tools, run),
    allKept(tools.store, run.name),
    run.status === 'SUCCEEDED' ? findRecord<Pick<Report, 'cutOver'>>(tools.store, keysOf(run.name).report) : undefined,
  ]);
  const cutOver = report?.cutOver ? { cutOverAt: report.cutOver.at } : {};
  return {
    ...cutOver,
    ...objects,
    ...things,
    ...(kept.length > 0 ? { kept: kept.map(({ at, why }) => ({ at, why })) } : {}),
  };
}

/** The sentence of what DELETE would answer; undefined when it would begin. */
async function whyRefused(tools: ApiTools, run: RunDetails, route: string): Promise<string | undefined> {
  try {
    await refuseUnlessOver(tools, run, route);
    const clone = await cloneOf(tools, run.name, route);
    return (await whyUsed(tools, clone)) ?? (await whySuperseded(tools, clone));
  } catch (error) {
    if (error instanceof Refusal && error.problem === 'not-in-this-state') return error.message;
    throw error;
  }
}

async function whyUsed({ store }: ApiTools, clone: Clone): Promise<string | undefined> {
  if (clone.mode !== 'capture') return undefined;
  const users = (await capturesOf(store, clone.route.source)).find(({ id }) => id === clone.cloneId)?.users ?? [];
  return users.length > 0 ? inUse(clone, users) : undefined;
}

async function whySuperseded({ store }: ApiTools, { cloneId }: Clone): Promise<string | undefined> {
  const by = (await supersededOf(store, cloneId))?.by;
  return by && `Run ${by} has taken over everything that run ${cloneId} made: roll back run ${by} instead.`;
}

async function goingObjects({ store }: ApiTools, id: string) {
  const retired = (await retirementOf(store, id)) !== undefined;
  const all = (await ledgerOf(store, id)).flat();
  const own = all.filter((object) => isOwn(object, retired));
  const removed = own.filter(({ uid }) => uid);
  const restores = await mayRestore(store, id);
  const taken = restores ? all.filter(({ takenOver }) => takenOver) : [];
  const others = all.filter((object) => !own.includes(object) && !taken.includes(object) && isChanged(object));
  return {
    removed: removed.length,
    unsure: own.length - removed.length,
    restored: taken.length,
    stays: others.length,
    objects: removed.slice(0, SHOWN).map(({ ref }) => ref),
    comesBack: restores ? ((await formerPlanOf(store, id))?.clones ?? []) : [],
  };
}

const isChanged = ({ result }: AppliedObject) => result === 'updated';

async function goingThings({ store }: ApiTools, run: RunDetails) {
  const id = run.name;
  const [volumes, ofSource, ofTarget, cluster, handed] = await Promise.all([
    madeIds(store, id, 'target-volume'),
    madeIds(store, id, 'source-snapshot'),
    madeIds(store, id, 'target-snapshot'),
    findRecord<{ name: string }>(store, keysOf(id).newCluster),
    handedOverBy(store, id),
  ]);
  const back = handed.filter(({ backAt }) => backAt === undefined);
  const isCleanedUp =
    run.status === 'SUCCEEDED' && modeOf((run.input as { mode?: unknown } | null)?.mode) !== 'capture';
  return {
    volumes: [...volumes].map(([volume, claim]) => ({ id: volume, claim })),
    snapshots: isCleanedUp ? 0 : ofSource.size + ofTarget.size,
    ...(back.length > 0 ? { handedBack: back.map(({ volumeId, claim }) => ({ id: volumeId, claim })) } : {}),
    ...(cluster ? { cluster: cluster.name } : {}),
  };
}
