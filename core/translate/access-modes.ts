import type { KubeObject } from '../../kube/kube-object.ts';
import { copiedVolume } from './claims.ts';
import type { TranslationContext } from './context.ts';
import { edit } from './edit.ts';
import { isOtherStorage } from './tables/drivers.ts';

/** Whether the claim's volume was on other storage, and its files come to one of EBS. */
export function comesToEbs(claim: string, context: TranslationContext): boolean {
  const driver = context.index.claims[claim]?.driver;
  return driver !== undefined && isOtherStorage(driver) && copiedVolume(claim, context) !== undefined;
}

const SHARED = ['ReadWriteMany', 'ReadOnlyMany'];

/** A file system on EBS is mounted by the pods of one node at a time (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
export const forOneNode = (object: KubeObject): KubeObject =>
  edit(object, ['spec', 'accessModes'], (modes) =>
    Array.isArray(modes) && modes.some((mode) => SHARED.includes(mode))
      ? [...new Set(modes.map((mode) => (SHARED.includes(mode) ? 'ReadWriteOnce' : mode)))]
      : modes,
  );
