import { inParallel } from '../../base/in-parallel.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { type BackupPlace, listBackups } from '../../plan/velero/list-backups.ts';
import { type BackupList, BackupsQuery } from '../backups/backup-schemas.ts';
import { viewBackup } from '../backups/view-backup.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, queryOf, type RouteTools, routeOf } from './request.ts';

export interface BackupTools extends RouteTools {
  /** ISO 8601. */
  now(): string;
  newId(): string;
  /** Of a route that begins at backups. */
  backups(visit: Clone): Promise<BackupPlace | undefined>;
}

const AT_ONCE = 8;

/** The backups that a route begins at, the newest first. */
export async function showBackups(request: ApiRequest, tools: BackupTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const { schedule, limit } = queryOf(request, BackupsQuery);
  const now = tools.now();
  const place = await tools.backups({ cloneId: `backups-${tools.newId()}`, mode: 'plan', route, startedAt: now });
  if (!place)
    throw new Refusal(
      'not-found',
      `Route "${route.name}" begins at a cluster and not at backups; GET /routes/${route.name}/workloads lists what it has.`,
    );
  const { backups: found, unreadable } = await listBackups(place);
  const all = found.filter((each) => schedule === undefined || each.schedule === schedule);
  const { bucket, prefix } = place;
  const backups = await inParallel(all.slice(0, limit), AT_ONCE, (backup) => viewBackup(place, backup, now));
  const answer = { route: route.name, bucket, prefix, backups, unreadable, total: all.length };
  return jsonAnswer(200, answer satisfies BackupList);
}
