import { leaveCapture } from '../../base/captures/register.ts';
import { isTransient, KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Key } from '../../base/ports/volume-storage.ts';
import { expiryOf } from '../../base/request/expiry.ts';
import { refuseFarCutOver } from '../../base/request/migration.ts';
import { runPace } from '../../base/request/pace.ts';
import { parseRequest } from '../../base/request/parse-request.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { askerOf } from '../../base/run/asked-by.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { expiryKey, keysOf } from '../../base/run/keys.ts';
import { type Held, homesOf, type Lock, lockHeld, releaseLocks, tryLocks } from '../../base/run/lock.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { BackupPlace } from '../../plan/velero/list-backups.ts';
import { whileNeeded } from './choose-capture.ts';
import { chooseSource } from './choose-source.ts';
import { type Delivery, partDelivery, reserveDelivery } from './delivery.ts';
import { leaveLine, meetOverlap, type Overlap, type OverlapTools } from './overlap.ts';
import { type Execution, reserveName } from './reserve-name.ts';

export interface Start {
  /** From the machine's own definition: no input can change it. */
  route: string;
  execution: Execution;
  request?: unknown;
}

export interface StartTools extends OverlapTools {
  /** Throws WrongAccount or AccessDenied. */
  checkSource(clone: Clone): Promise<void>;
  /** Where the backups of the route are, for a route that begins at some. */
  backups(clone: Clone): Promise<BackupPlace | undefined>;
  /** The target's key, by ARN or alias ARN. */
  resolveTargetKey(clone: Clone): Promise<Key>;
}

/**
 * Begins a run: its name is its own, the request is checked whole, both sides answer as the accounts that the route names,
 * the key is known, and the target's namespaces are locked, but for a plan, which writes nothing. The same execution gives
 * the same run however often it starts. A delivery of a schedule whose time has been taken, or that its overlap policy
 * leaves out, gives a clone that is not due.
 */
export async function startClone(routes: Route[], start: Start, tools: StartTools): Promise<Clone> {
  const { store } = tools;
  const route = routes.find((each) => each.name === start.route);
  if (!route) {
    throw new KubeferryError(
      'RouteUnknown',
      `No route "${start.route}" is deployed; there are ${routes.map((each) => `"${each.name}"`).join(', ')}. Deploy the hub stack again.`,
    );
  }
  await reserveName(store, start.execution);
  const { delivery, request: given } = partDelivery(start.request ?? {}, start.execution.startTime);
  const first = delivery && (await reserveDelivery(store, route.name, delivery, start.execution.id));
  const request = parseRequest(given, route);
  refuseFarCutOver(request, start.execution.startTime);
  const askedBy = await askerOf(store, start.execution.name, delivery?.schedule);
  const draft = draftOf(start, route, request, askedBy);
  if (first) return notDue(store, draft, `The time ${delivery.scheduledTime} was already started by ${first}.`);
  await tools.checkSource(draft);
  const own = lockOf(draft, delivery);
  const keyed = withKey(draft, await tools.resolveTargetKey(draft));
  const { request: chosen, ...from } = await chooseSource(keyed, { given, request }, own, tools);
  const clone = { ...keyed, ...from };
  return whileNeeded(store, route, clone.cloneId, () => begin(clone, chosen, { own, delivery }, tools));
}

async function begin(
  clone: Clone,
  request: Request,
  { own, delivery }: { own: Lock; delivery: Delivery | undefined },
  tools: StartTools,
): Promise<Clone> {
  const { store } = tools;
  await writeStart(clone, request, store);
  const held = await tryLocks(store, clone.route.target, homesOf(request), own);
  if (held) return meetHolder(clone, held, delivery && { clone, delivery, own, held }, tools);
  await keepingNothing(clone, store, () => writeDue(clone, delivery, tools));
  return clone;
}

/** Before the locks are taken: whoever holds one can be rolled back by its own record. */
async function writeStart(clone: Clone, request: Request, store: ObjectStore): Promise<void> {
  const keys = keysOf(clone.cloneId);
  await writeRecord(store, keys.request, request);
  await writeRecord(store, keys.clone, { clone });
}

async function meetHolder(clone: Clone, held: Held, overlap: Overlap | undefined, tools: StartTools): Promise<Clone> {
  try {
    if (!overlap) throw lockHeld(held);
    return await notDue(tools.store, clone, await meetOverlap(overlap, tools));
  } catch (error) {
    // A run that never began has nothing to roll back.
    if (!isTransient(error)) await tools.store.delete(keysOf(clone.cloneId).clone).catch(() => {});
    throw error;
  }
}

async function writeDue(clone: Clone, delivery: Delivery | undefined, tools: StartTools): Promise<void> {
  const { cloneId, expiresAt } = clone;
  if (delivery?.overlap === 'queue') await leaveLine({ clone, delivery }, tools);
  if (expiresAt) await writeRecord(tools.store, expiryKey(expiresAt, cloneId), { cloneId });
}

/** A start that fails for good gives its locks back: no roll-back follows it. */
async function keepingNothing(clone: Clone, store: ObjectStore, begin: () => Promise<void>): Promise<void> {
  try {
    await begin();
  } catch (error) {
    // What failed first is what people need to read; a lock that stays is given back by kubeferry rollback.
    if (!isTransient(error)) await releaseLocks(store, clone.route.target, clone.cloneId).catch(() => 0);
    throw error;
  }
}

function draftOf({ execution }: Start, route: Route, request: Request, askedBy: string): Clone {
  const expiresAt = request.mode === 'plan' ? undefined : expiryOf(lifeOf(request), execution.startTime);
  const pace = runPace(route.pace, request.pace);
  return {
    cloneId: execution.name,
    mode: request.mode,
    route,
    startedAt: execution.startTime,
    askedBy,
    ...(expiresAt ? { expiresAt } : {}),
    ...(pace ? { pace } : {}),
    ...(request.migrate && request.mode === 'clone' ? { migrate: request.migrate } : {}),
  };
}

const lifeOf = ({ mode, ttl, capture }: Request) => ({ ttl: mode === 'capture' ? capture?.keep : ttl });

const lockOf = (clone: Clone, delivery: Delivery | undefined): Lock => ({
  cloneId: clone.cloneId,
  since: clone.startedAt,
  ...(delivery ? { schedule: `${clone.route.name}/${delivery.schedule}` } : {}),
});

/** No failure: the machine goes straight to its report. */
async function notDue(store: ObjectStore, clone: Clone, reason: string): Promise<Clone> {
  await leaveCapture(store, clone.route.source, clone.cloneId);
  const ended = { ...clone, notDue: reason };
  await writeRecord(store, keysOf(clone.cloneId).clone, { clone: ended });
  return ended;
}

function withKey(clone: Clone, key: Key): Clone {
  if (!key.enabled) {
    throw new KubeferryError(
      'NotFound',
      `Key ${key.arn} of the target is disabled, so no volume can be made under it. Enable it, or name another in the route's target.kmsKeyArn.`,
    );
  }
  return { ...clone, route: { ...clone.route, target: { ...clone.route.target, kmsKeyArn: key.arn } } };
}
