import type { KubeObject } from '../../kube/kube-object.ts';
import { copiedVolume } from './claims.ts';
import type { TranslationContext } from './context.ts';
import { edit } from './edit.ts';
import { isAzureDisk, isOtherStorage } from './tables/drivers.ts';

/** Whether the claim's volume was on other storage, and its files come to a disk of the target. */
export function comesToDisk(claim: string, context: TranslationContext): boolean {
  const facts = context.index.claims[claim];
  return facts !== undefined && isFilesOnly(facts.driver, context) && copiedVolume(claim, context) !== undefined;
}

/** A managed disk of AKS is copied block by block, with its file system. */
export const isFilesOnly = (driver: string, { index }: Pick<TranslationContext, 'index'>) =>
  isOtherStorage(driver) && !(index.cloud === 'azure' && isAzureDisk(driver));

const SHARED = ['ReadWriteMany', 'ReadOnlyMany'];

/** A file system on EBS is mounted by the pods of one node at a time (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
export const forOneNode = (object: KubeObject): KubeObject =>
  edit(object, ['spec', 'accessModes'], (modes) =>
    Array.isArray(modes) && modes.some((mode) => SHARED.includes(mode))
      ? [...new Set(modes.map((mode) => (SHARED.includes(mode) ? 'ReadWriteOnce' : mode)))]
      : modes,
  );
