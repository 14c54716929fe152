import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { isMadeBy } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { podsWith } from '../../plan/movers/find-movers.ts';
import { type MoverOf, moverJob, moverRefs, moverSecret, secretData } from '../../plan/movers/mover-objects.ts';
import { newRepository } from '../../repositories/restic/new-repository.ts';
import { othersOf } from './clone-claim.ts';
import { findMade } from './find-made.ts';
import type { KeepRecord, MoverRecord } from './mover-record.ts';
import type { MoverTools, Moving } from './mover-tools.ts';

/** What its pod reads is renewed while half of its hour is left: the kubelet takes minutes to bring it. */
const RENEW_BEFORE_MS = 30 * 60_000;

interface Started {
  record: MoverRecord;
  keep: KeepRecord;
}

/** Makes the Job of one mover, where it is missing: the record first. One of its name that others have made is left alone, with the reason. */
export async function makeJob(tools: MoverTools, clone: Clone, moving: Moving): Promise<Started | { why: string }> {
  const { store, now } = tools;
  const of = { cloneId: clone.cloneId, claim: moving.claim };
  const key = keysOf(of.cloneId).mover(of.claim);
  const before = await findRecord<MoverRecord>(store, key);
  const record: MoverRecord = before ?? { claim: of.claim, at: now().toISOString() };
  const keep: KeepRecord = async (more) => {
    Object.assign(record, more);
    await writeRecord(store, key, record);
  };
  if (!before) await keep({});
  if (record.jobUid) return { record, keep };
  await beginRepository(tools, of);
  const made = await madeJob(tools, clone, moving);
  if (!made) return { why: othersOf(of, 'Job') };
  await keep({ jobUid: made.metadata.uid ?? '' });
  return { record, keep };
}

/** The same with its Secret, which belongs to the Job, and whose session is renewed. */
export async function startMover(tools: MoverTools, clone: Clone, moving: Moving): Promise<Started | { why: string }> {
  const started = await makeJob(tools, clone, moving);
  if ('why' in started) return started;
  const { record, keep } = started;
  const left = Date.parse(record.sessionUntil ?? '') - tools.now().getTime();
  if (left > RENEW_BEFORE_MS) return started;
  const of = { cloneId: clone.cloneId, claim: moving.claim };
  const sessionUntil = await giveSession(tools, of, record);
  if (!sessionUntil) return { why: othersOf(of, 'Secret') };
  await keep({ sessionUntil });
  return started;
}

/** Empty, so that its pod needs no right to look for what does not exist, which would show it the names of everything. */
async function beginRepository(tools: MoverTools, of: MoverOf): Promise<void> {
  const { store, stillOn } = tools;
  const files = newRepository(await passwordOf(tools, of));
  await stillOn();
  const prefix = keysOf(of.cloneId).movedFiles(of.claim);
  for (const [path, bytes] of Object.entries(files)) await store.put(`${prefix}/${path}`, bytes);
}

/** Undefined where somebody else has one of its name. An answer may have been lost: then it is there, and this run's. */
async function madeJob(tools: MoverTools, clone: Clone, { claim, move }: Moving): Promise<KubeObject | undefined> {
  const { api, urlOf, region, stillOn } = tools;
  const { cloneId, pace } = clone;
  const of = { cloneId, claim };
  const node = await nodeOf(api, claim);
  const limitUpload = pace?.mebibytesPerSecond ? pace.mebibytesPerSecond * 1024 : undefined;
  const repository = urlOf(keysOf(cloneId).movedFiles(claim));
  const job = moverJob({ ...of, move, repository, region, node, limitUpload });
  await stillOn();
  const made = await api.create(job, { manager: FIELD_MANAGER });
  if (made) return made;
  const { job: found } = await findMade(api, of);
  return found && isMadeBy(cloneId, found) ? found : undefined;
}

/** The node that has the claim mounted: a volume of one node is readable there alone. */
async function nodeOf(api: ClusterApi, claim: string): Promise<string | undefined> {
  const [namespace = '', name = ''] = claim.split('/');
  const nodes = (await podsWith(api, namespace, name)).flatMap((pod) => textAt(pod, 'spec.nodeName') ?? []);
  return nodes[0];
}

/** Until when; undefined where the Secret of its name is somebody else's. */
async function giveSession(tools: MoverTools, of: MoverOf, { jobUid = '' }: MoverRecord): Promise<string | undefined> {
  const { api, openSession, stillOn } = tools;
  const { cloneId, claim } = of;
  const password = await passwordOf(tools, of);
  const session = await openSession(keysOf(cloneId).movedFiles(claim));
  const secret = moverSecret(of, jobUid, secretData(password, session));
  await stillOn();
  const { secret: there } = await findMade(api, of);
  if (!there) {
    if (await api.create(secret, { manager: FIELD_MANAGER })) return session.expiration;
    throw new KubeferryError('NotYet', `The Secret of claim ${claim}'s Job was made a moment ago.`);
  }
  if (!isMadeBy(cloneId, there)) return undefined;
  await api.merge(moverRefs(of).secret, { data: secret.data }, { manager: FIELD_MANAGER });
  return session.expiration;
}

/** Made once for a run and a claim, and kept where whole objects are: only who copies its files reads it. */
async function passwordOf({ store, newPassword }: MoverTools, { cloneId, claim }: MoverOf): Promise<string> {
  const key = keysOf(cloneId).moverPassword(claim);
  const known = await store.get(key);
  if (known) return Buffer.from(known).toString('utf8');
  const password = newPassword();
  await store.put(key, password);
  return password;
}
