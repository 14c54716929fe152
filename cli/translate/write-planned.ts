import type { ObjectView } from '../../core/serve/api/object-schemas.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { tell } from '../say.ts';
import { replayPlan } from './replay-plan.ts';
import { type Tracking, tracked } from './tracking.ts';
import { outputProblems, writeObjects } from './write-output.ts';

export interface OutFlags {
  manifests?: string[];
  out?: string;
  tracking?: Tracking;
}

/** Throws bad input before anything is planned. */
export function checkOut({ manifests, out }: OutFlags): void {
  if (out === undefined && manifests === undefined) return;
  const problems =
    out === undefined || manifests === undefined
      ? [
          '--out and --manifests: give both; the plan has no contents of objects, so they come from your manifests of the source.',
        ]
      : outputProblems(out);
  if (problems.length > 0) throw badInput(problems);
}

/** Writes what a plan would apply of manifests for kustomize, which Argo CD and Flux read as well. */
export function writePlanned(
  planned: readonly ObjectView[],
  { manifests = [], out = '', tracking = 'remove' }: OutFlags,
): void {
  const read = readManifests(manifests);
  if (read.problems.length > 0) throw badInput(read.problems);
  const { objects, problems } = replayPlan(read.objects, planned);
  const files = writeObjects(
    out,
    objects.map((object) => tracked(object, tracking)),
  );
  const secrets = objects.filter(({ kind }) => kind === 'Secret').length;
  tell(
    `${files.length} files in ${out}${secrets > 0 ? `, ${secrets} of them Secrets: encrypt these before they go into a repository` : ''}.\n`,
  );
  if (problems.length > 0)
    throw new CommandEnd(
      EXIT.failed,
      `kubeferry: ${problems.length} objects were not written:\n  - ${problems.join('\n  - ')}`,
    );
}
