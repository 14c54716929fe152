import { textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import { WITHOUT_DATA } from '../base/strategies.ts';
import type { SourceIndex, TargetVolume, TranslationContext } from './context.ts';
import { mappedNamespace } from './names.ts';

const byTargetClaim = memo((context: TranslationContext) => {
  const renamed = (claim: string) => {
    const [namespace = '', name = ''] = claim.split('/');
    return `${mappedNamespace(namespace, context)}/${name}`;
  };
  return {
    volumes: new Map(Object.entries(context.volumes).map(([claim, volume]) => [renamed(claim), volume])),
    skipped: new Set(context.skippedClaims.map(renamed)),
  };
});

/** The copied volume of a claim, named as in the source or (for what is translated already) as in the target. */
export function copiedVolume(claim: string, context: TranslationContext): TargetVolume | undefined {
  return context.volumes[claim] ?? byTargetClaim(context).volumes.get(claim);
}

/** True when the request leaves the data of this claim behind. */
export function isSkippedClaim(claim: string, context: TranslationContext): boolean {
  return context.skippedClaims.includes(claim) || byTargetClaim(context).skipped.has(claim);
}

/** True when the target has this claim already, and it keeps its data there. */
export const isKeptClaim = (claim: string, { keptClaims = [] }: TranslationContext) => keptClaims.includes(claim);

/** The claim `namespace/name` that a volume of the source is bound to, or was. */
export function claimOfVolume(volume: KubeObject, index: SourceIndex): string | undefined {
  const namespace = textAt(volume, 'spec.claimRef.namespace');
  return namespace ? `${namespace}/${textAt(volume, 'spec.claimRef.name')}` : index.claimOfVolume[volume.metadata.name];
}

/** The way out for a claim that cannot travel. */
export const skipAdvice = (claim: string) =>
  `set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for a fresh, empty volume, or leave the claim out with selection.excludeKinds`;

/** The claim of a generic ephemeral volume: made for one pod, and deleted with it. */
export const isEphemeralClaim = ({ kind, metadata }: KubeObject) =>
  kind === 'PersistentVolumeClaim' && (metadata.ownerReferences ?? []).some((owner) => owner.kind === 'Pod');
