import { askedStrategy } from '../base/request/asked-strategy.ts';
import type { Request } from '../base/request/request.ts';
import { comesAsFiles } from '../base/run/origin.ts';
import { brings, givesVolume } from '../base/strategies.ts';
import type { ClusterFacts, SourceIndex, TargetVolume, TranslationContext } from '../translate/context.ts';
import { ownReferences } from '../translate/graph/own-references.ts';
import { outsideRows } from '../translate/outside-rows.ts';
import { Expressions } from '../translate/own/expressions.ts';
import { withOwnRules } from '../translate/own/with-own-rules.ts';
import { askedRules } from './own-rules.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

/** Stands for a volume that the plan knows and EC2 has not made yet. */
export const NOT_MADE_YET = 'vol-00000000000000000';

/** As the rules know it; without an id as long as EC2 has not made it. */
export const targetVolume = (
  { zone, sizeGiB, grownFromGiB, origin, strategy }: PlannedVolume,
  volumeId: string = NOT_MADE_YET,
): TargetVolume => ({
  volumeId,
  zone,
  sizeGiB,
  ...(grownFromGiB ? { grown: true } : {}),
  ...(givesVolume({ strategy }) ? { handedOver: true } : {}),
  ...(comesAsFiles(origin) ? { fsType: 'ext4' } : {}),
});

export interface ContextParts {
  request: Request;
  source: ClusterFacts;
  target: ClusterFacts;
  index: SourceIndex;
  /** Source claim -> its volume in the target. */
  volumes: Record<string, TargetVolume>;
}

/** What the rules may look at, the same in the plan and in the run but for the volumes' ids. */
export function translationContext({ request, source, target, index, volumes }: ContextParts): TranslationContext {
  const skipped = Object.entries(index.claims).flatMap(([claim, { storageClass }]) =>
    brings({ strategy: askedStrategy(claim, storageClass, request.volumes) }) ? [] : claim,
  );
  return {
    profile: request.profile,
    mappings: request.mappings,
    source,
    target,
    volumes,
    skippedClaims: skipped,
    keptClaims: Object.keys(target.keptClaims ?? {}),
    index,
    start: request.start ?? 'running',
    isolate: request.isolate ?? false,
    rules: withOwnRules(askedRules(request)),
    expressions: new Expressions(request.rules?.own ?? []),
    outside: outsideRows(request.outside ?? []),
    references: ownReferences(request.selection?.references ?? []),
  };
}
