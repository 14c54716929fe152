import type { Problem } from '../errors.ts';
import { quiesces } from './quiesces.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/** What a request says that does not go together with a source that is backups, or says of backups where there is a cluster: all of it at once. */
export function backupProblems(
  request: Request,
  route: Pick<Route, 'name'> & { source?: Pick<Route['source'], 'kind'> },
): Problem[] {
  const { mode, source, quiesce, cutOver, migrate, target } = request;
  const checks: [isWrong: boolean, at: string, message: string][] =
    route.source?.kind === 'velero'
      ? [
          [
            mode === 'capture',
            'mode',
            `Route "${route.name}" begins at backups, which are kept already; leave mode out.`,
          ],
          [
            source.capture !== undefined,
            'source.capture',
            'A route that begins at backups has no captures; name a backup in source.backup.',
          ],
          [quiesces(quiesce), 'quiesce', 'Nothing runs in a backup; leave quiesce out.'],
          [migrate !== undefined, 'migrate', 'A clone of a backup does not touch the source; leave migrate out.'],
          [cutOver && !migrate, 'cutOver', 'A clone of a backup does not touch the source; leave cutOver out.'],
          [
            target.createCluster,
            'target.createCluster',
            'A cluster is made from the blueprint of the source, which a backup does not hold; make it first.',
          ],
        ]
      : [
          [
            source.backup !== undefined,
            'source.backup',
            `Route "${route.name}" begins at a cluster and not at backups; leave it out, or ask for a route whose source has the kind "velero".`,
          ],
        ];
  return checks.flatMap(([isWrong, at, message]) => (isWrong ? [{ at, message }] : []));
}
