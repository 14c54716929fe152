import type { KubeObject } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import { WITHOUT_DATA } from '../base/strategies.ts';
import { isFilesOnly } from './access-modes.ts';
import { likeness, traitsOf } from './class-score.ts';
import { type ClusterFacts, cloudOf, type TranslationContext } from './context.ts';
import { AKS_CLASSES } from './tables/disk-types.ts';
import {
  AZURE_DISK_CSI,
  csiDriverOf,
  DISK_FAMILY,
  DISKS_OF,
  EBS_CSI,
  familyOf,
  isDisk,
  isEbs,
} from './tables/drivers.ts';

/** What becomes of a source class in the target. */
export type ClassChoice =
  /** Another class, or the same name; `why` is absent where there is nothing to tell. */
  | { do: 'use'; name: string; why?: string }
  /** The target has nothing like it: the class itself is copied. */
  | { do: 'bring'; name: string }
  | { do: 'refuse'; why: string };

const choices = memo((_: TranslationContext) => new Map<string, ClassChoice>());

/**
 * The target class of a source class: the request's mapping, else the same name where its driver is of the same family,
 * else the nearest one by driver, type and parameters. Refuses when none fits or two fit alike.
 */
export function chooseStorageClass(name: string, context: TranslationContext): ClassChoice {
  const known = choices(context);
  const choice = known.get(name) ?? choose(name, context);
  known.set(name, choice);
  return choice;
}

/** The name only, for those who need no reason; undefined when refused. */
export function targetClassName(name: string, context: TranslationContext): string | undefined {
  const choice = chooseStorageClass(name, context);
  return choice.do === 'refuse' ? undefined : choice.name;
}

function choose(name: string, context: TranslationContext): ClassChoice {
  const mapped = context.mappings.storageClasses[name];
  if (mapped !== undefined) return chooseMapped(name, mapped, context);
  if (comesToDisks(name, context)) return chooseOfDisks(name, context);
  const family = familyOfSource(name, context);
  const same = classNamed(context.target.storageClasses, name);
  const fits =
    same &&
    runs(csiDriverOf(provisionerOf(same)), context) &&
    [undefined, familyOf(provisionerOf(same))].includes(family);
  if (fits) return { do: 'use', name };
  if (family === undefined) return refuse(name, 'is known neither to the source nor to the target', context);
  return chooseNearest(name, family, context);
}

/** Classes of other storage on which are claims whose files come to disks. */
const broughtToDisks = memo((context: TranslationContext) => {
  const { claims } = context.index;
  const brought = Object.entries(claims).filter(
    ([claim, { driver }]) => isFilesOnly(driver, context) && claim in context.volumes,
  );
  return new Set(brought.map(([, { storageClass }]) => storageClass));
});

/** Whether the files of claims of that source class come to disks of the target. */
export const comesToDisks = (name: string, context: TranslationContext): boolean => broughtToDisks(context).has(name);

function chooseOfDisks(name: string, context: TranslationContext): ClassChoice {
  const cloud = cloudOf(context.target);
  const candidates = candidatesOf(DISK_FAMILY[cloud], context);
  const why = `its volumes become ${DISKS_OF[cloud]}`;
  if (classNamed(candidates, name)) return { do: 'use', name };
  const [first, ...others] = candidates;
  if (first && others.length === 0)
    return { do: 'use', name: first.metadata.name, why: `${why}, and it is the only class of such` };
  const usual = candidates.find(isDefaultClass);
  if (usual) return { do: 'use', name: usual.metadata.name, why: `${why}, and it is the default of the target` };
  return refuse(name, `has volumes that become ${DISKS_OF[cloud]}, for which the target has no default class`, context);
}

function chooseMapped(name: string, mapped: string, context: TranslationContext): ClassChoice {
  const found = classNamed(context.target.storageClasses, mapped);
  const cloud = cloudOf(context.target);
  if (found && comesToDisks(name, context) && familyOf(provisionerOf(found)) !== DISK_FAMILY[cloud])
    return {
      do: 'refuse',
      why: `Storage class "${name}" is mapped to "${mapped}" of driver "${provisionerOf(found)}", and what is copied of its claims comes to ${DISKS_OF[cloud]} alone. Map it to a class of those; or leave their entries in volumes.origins out, set them to "${WITHOUT_DATA}" in volumes.claims, and fill the shared storage by other means, such as AWS DataSync.`,
    };
  if (found) return { do: 'use', name: mapped, why: `mappings.storageClasses says so` };
  return refuse(name, `is mapped to "${mapped}", which the target does not have`, context);
}

function chooseNearest(name: string, family: string, context: TranslationContext): ClassChoice {
  const candidates = candidatesOf(family, context);
  const source = classNamed(context.source.storageClasses, name);
  if (candidates.length === 0) {
    const isFree = !classNamed(context.target.storageClasses, name);
    const canBring = source && isFree && runs(driverInTarget(provisionerOf(source), context), context);
    return canBring
      ? { do: 'bring', name }
      : refuse(name, `has no usable class of the same storage (${family}) in the target`, context);
  }
  if (candidates.length === 1)
    return {
      do: 'use',
      name: candidates[0]!.metadata.name,
      why: explain(source, candidates[0]!, 'the only class of the same storage'),
    };
  const ranked = rank(candidates, source);
  const [best, next] = ranked;
  if (best!.score === next!.score) {
    const alike = ranked
      .filter(({ score }) => score === best!.score)
      .map(({ candidate }) => `"${candidate.metadata.name}"`);
    return refuse(name, `is matched equally well by ${alike.join(' and ')}`, context);
  }
  return {
    do: 'use',
    name: best!.candidate.metadata.name,
    why: explain(source, best!.candidate, 'the nearest class of the same storage'),
  };
}

/** Nearest first; the target's default class wins where everything else is alike. */
function rank(candidates: KubeObject[], source: KubeObject | undefined) {
  const score = (candidate: KubeObject) =>
    (source ? likeness(traitsOf(source), traitsOf(candidate)) : 0) +
    (isDefaultClass(candidate) ? 0.5 : 0) +
    (AKS_CLASSES.includes(candidate.metadata.name) ? 0.25 : 0);
  return candidates.map((candidate) => ({ candidate, score: score(candidate) })).toSorted((a, b) => b.score - a.score);
}

function explain(source: KubeObject | undefined, target: KubeObject, how: string): string {
  const traits = traitsOf(target);
  const was = source && isDisk(provisionerOf(source)) ? traitsOf(source).type : undefined;
  const isOther = was !== undefined && was !== traits.type;
  return isOther ? `${how} (volume type ${was} becomes ${traits.type})` : how;
}

function candidatesOf(family: string, context: TranslationContext): KubeObject[] {
  return context.target.storageClasses.filter((each) => {
    const provisioner = provisionerOf(each);
    return familyOf(provisioner) === family && runs(csiDriverOf(provisioner), context);
  });
}

/** Whether the target runs a driver; true when its drivers are unknown. */
function runs(driver: string, { target }: TranslationContext): boolean {
  return target.drivers.length === 0 || target.drivers.includes(driver);
}

/** The driver that does in the target what a provisioner does in the source. */
export function driverInTarget(provisioner: string, { source, target }: TranslationContext): string {
  const isOfDisks = isEbs(provisioner) || (isDisk(provisioner) && cloudOf(source) === 'azure');
  return isOfDisks ? diskDriverOf(target) : provisioner;
}

/** The driver of the disks on which a cluster gets its copies. */
const diskDriverOf = (target: ClusterFacts) =>
  cloudOf(target) === 'azure' ? AZURE_DISK_CSI : (ebsDriverOf(target.drivers) ?? EBS_CSI);

/** The EBS driver among those installed. */
function ebsDriverOf(drivers: readonly string[]): string | undefined {
  return drivers.find((driver) => driver === EBS_CSI) ?? drivers.find(isEbs);
}

/** As far as the target has it: disks of one cloud become those of the other. */
function familyOfSource(name: string, { source, target, index }: TranslationContext): string | undefined {
  const known = classNamed(source.storageClasses, name);
  const provisioner = known ? provisionerOf(known) : (index.classDriver[name] ?? driverOfClaims(index).get(name));
  if (!provisioner) return undefined;
  return isDisk(provisioner) && cloudOf(source) !== cloudOf(target)
    ? DISK_FAMILY[cloudOf(target)]
    : familyOf(provisioner);
}

/** A class may be gone while its volumes live on: their driver then tells the family. */
const driverOfClaims = memo(
  (index: TranslationContext['index']) =>
    new Map(Object.values(index.claims).map(({ storageClass, driver }) => [storageClass, driver])),
);

function refuse(name: string, why: string, { target }: TranslationContext): ClassChoice {
  const names = target.storageClasses.map((each) => `"${each.metadata.name}"`);
  const has = names.length > 0 ? `the target has ${names.join(', ')}` : 'the target has no storage class';
  return {
    do: 'refuse',
    why: `Storage class "${name}" ${why}; ${has}. Name one in mappings.storageClasses["${name}"].`,
  };
}

const classNamed = (classes: KubeObject[], name: string) => classes.find((each) => each.metadata.name === name);
const provisionerOf = (storageClass: KubeObject) => String(storageClass.provisioner ?? '');

function isDefaultClass({ metadata }: KubeObject): boolean {
  return metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}

/**
 * The driver that will mount a copied volume of this source class: the one of its target class, as CSI migration has it;
 * else the driver of disks that the target runs.
 */
export function targetDriver(sourceClass: string, context: TranslationContext): string {
  const name = sourceClass === '' ? undefined : targetClassName(sourceClass, context);
  const target = name === undefined ? undefined : classNamed(context.target.storageClasses, name);
  const provisioner = target ? csiDriverOf(provisionerOf(target)) : undefined;
  const isOfTarget = provisioner !== undefined && familyOf(provisioner) === DISK_FAMILY[cloudOf(context.target)];
  return isOfTarget ? provisioner : diskDriverOf(context.target);
}
