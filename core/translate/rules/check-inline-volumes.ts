import { isRecord, listAt, mapAt, pointer, textAt } from '../../../kube/fields.ts';
import { POD_KINDS, podTemplatesOf } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import {
  EPHEMERAL_DRIVERS,
  INLINE_AZURE_DISK,
  INLINE_EBS,
  INLINE_SHARED,
  NODE_PATHS,
} from '../tables/inline-volumes.ts';
import { block, KEEP, warning } from '../verdicts.ts';

export const checkInlineVolumes: Rule = {
  name: 'check-inline-volumes',
  description:
    'Volumes that pods name without a claim are not copied: one on EBS is refused, file servers and data on nodes are named.',
  appliesTo: POD_KINDS,
  apply(object) {
    const volumes = podTemplatesOf(object).flatMap(({ template, at }) =>
      listAt(template, 'spec.volumes').map((volume, index) => ({
        volume,
        at: [...at, 'spec', 'volumes', String(index)],
      })),
    );
    const findings = volumes.flatMap(({ volume, at }) => outsideOf(volume, at) ?? []);
    const onEbs = volumes.flatMap(({ volume, at }) => refusalOf(volume, at) ?? []);
    const [first, ...others] = onEbs;
    if (first) return { ...block(first.sentence, first.path), findings: [...findings, ...others] };
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

function refusalOf(volume: unknown, at: string[]): RuleFinding | undefined {
  const ebs = textAt(volume, [INLINE_EBS, 'volumeID']);
  const disk = ebs ?? textAt(volume, [INLINE_AZURE_DISK, 'diskURI']);
  if (disk === undefined) return undefined;
  const what = ebs === undefined ? 'managed disk' : 'EBS volume';
  const sentence = `Volume "${textAt(volume, 'name')}" of its pods is ${what} ${disk} without a claim, so it has no copy, and the pods would ask for the original. Bind it by a PersistentVolume and a claim at the source, or leave the object out with selection.excludeKinds.`;
  return { severity: 'blocker', path: pointer([...at, ebs === undefined ? INLINE_AZURE_DISK : INLINE_EBS]), sentence };
}

function outsideOf(volume: unknown, at: string[]): RuleFinding | undefined {
  const name = textAt(volume, 'name');
  const directory = textAt(volume, 'hostPath.path');
  if (directory !== undefined) return isOfTheNode(directory) ? undefined : onNode(directory, name, at);
  const field = Object.keys(INLINE_SHARED).find((each) => isRecord(volume) && isRecord(volume[each]));
  if (field) {
    const { what, server } = INLINE_SHARED[field]!;
    const where = server ? textAt(volume, [field, server]) : undefined;
    return shared(`${what}${where ? ` ${where}` : ''}`, name, [...at, field]);
  }
  const driver = textAt(mapAt(volume, 'csi'), 'driver');
  if (driver === undefined || EPHEMERAL_DRIVERS.includes(driver)) return undefined;
  return shared(`storage of driver "${driver}"`, name, [...at, 'csi']);
}

const isOfTheNode = (directory: string) =>
  NODE_PATHS.some((each) => directory === each || (each !== '/' && directory.startsWith(`${each}/`)));

const onNode = (directory: string, name: string | undefined, at: string[]) =>
  warning(
    pointer([...at, 'hostPath']),
    `Volume "${name}" is directory ${directory} of a node: its data is not copied, and the pods start with what the nodes of the target have there.`,
  );

const shared = (what: string, name: string | undefined, at: string[]) =>
  warning(
    pointer(at),
    `Volume "${name}" is ${what}, without a claim: its data is not copied, and where the target can reach it the pods use the very data of the source.`,
  );
