import { claimOfVolume, isKeptClaim } from '../claims.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const keepClaimsOfTheTarget: Rule = {
  name: 'keep-claims-of-the-target',
  description: 'A claim that the target has already keeps its volume and its data, unless the clone is a refresh.',
  appliesTo: ['/PersistentVolumeClaim', '/PersistentVolume'],
  apply(object, context) {
    const isVolume = object.kind === 'PersistentVolume';
    const claim = isVolume
      ? claimOfVolume(object, context.index)
      : `${object.metadata.namespace}/${object.metadata.name}`;
    if (!claim || !isKeptClaim(claim, context)) return KEEP;
    if (isVolume) return drop(`claim ${claim} is in the target already, on a volume of its own`);
    return drop('it is in the target already and keeps its data', [
      warning(
        '/spec/volumeName',
        `Claim ${claim} keeps its data: the target has it already, so its volume is not copied. Use onConflict "refresh" to bring the data of the source.`,
      ),
    ]);
  },
};
