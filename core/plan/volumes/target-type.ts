import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { type Fitted, fitToType, type Performance } from './ebs-types.ts';
import { effectivePerformance } from './effective-performance.ts';

export interface VolumeType {
  volumeType: string;
  iops?: number;
  throughputMiBps?: number;
  /** Id of the encryption set of a managed disk of Azure; a key of the platform encrypts it when left out. */
  encryptionSet?: string;
}

export interface TargetType extends Pick<Fitted, 'changes' | 'refusal'> {
  type: VolumeType;
}

/** `source`: no less than the source has; `class`: as the class of the target says, whatever the source has. */
export type PerformanceWish = 'source' | 'class';

/** What a gp3 volume has without paying more (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html). */
const GP3_IOPS = 3000;
const GP3_MIBPS = 125;
const TAKES_IOPS = ['gp3', 'io1', 'io2'];

/**
 * The real type of the copied volume: that of the target's class, with no less than the source had where EBS makes such a
 * volume; what it makes instead is in `changes`.
 * Parameters as the EBS CSI driver reads them (docs/parameters.md of aws-ebs-csi-driver), names in any case.
 */
export function targetType(
  source: Volume,
  targetClass: KubeObject | undefined,
  wish: PerformanceWish = 'source',
): TargetType {
  const parameters = lowerCased((targetClass?.parameters as Record<string, string> | undefined) ?? {});
  const volumeType = parameters.type ?? (targetClass ? 'gp3' : source.type);
  const asked = parameters.iops ?? bySize(parameters.iopspergb, source.sizeGiB);
  const had = wish === 'source' ? effectivePerformance(source) : {};
  const iops = atLeast(had.iops, asked, volumeType === 'gp3' ? GP3_IOPS : undefined);
  const throughput = atLeast(had.throughputMiBps, parameters.throughput, GP3_MIBPS);
  const fitted = fitToType(volumeType, source.sizeGiB, {
    ...(TAKES_IOPS.includes(volumeType) && iops ? { iops } : {}),
    ...(volumeType === 'gp3' && throughput ? { throughputMiBps: throughput } : {}),
  });
  const { refusal, changes, ...performance } = fitted;
  const type = { volumeType, ...performance };
  const lower = refusal ? [] : lowered(had, { ...source, ...type }, performance);
  return { type, changes: [...changes, ...lower], ...(refusal ? { refusal } : {}) };
}

/** What the type itself gives less of than the source had, where nothing can be provisioned. */
function lowered(had: Performance, { sizeGiB, volumeType }: Volume & VolumeType, provisioned: Performance): string[] {
  const gives = effectivePerformance({ type: volumeType, sizeGiB, ...provisioned });
  const rows: [had: number | undefined, gives: number | undefined, isProvisioned: boolean, unit: string][] = [
    [had.iops, gives.iops, provisioned.iops !== undefined, 'IOPS'],
    [had.throughputMiBps, gives.throughputMiBps, provisioned.throughputMiBps !== undefined, 'MiB/s'],
  ];
  return rows.flatMap(([before, after, isProvisioned, unit]) =>
    isProvisioned || before === undefined || after === undefined || after >= before
      ? []
      : [
          `${count(before)} ${unit} become ${count(after)}, since ${volumeType} volumes of ${count(sizeGiB)} GiB have no more`,
        ],
  );
}

/** `iopsPerGB` of the driver. */
const bySize = (perGiB: string | undefined, sizeGiB: number) => perGiB && String(Number(perGiB) * sizeGiB);

function atLeast(source: number | undefined, asked: string | undefined, floor: number | undefined): number | undefined {
  const values = [source, asked ? Number(asked) : undefined, floor].filter((value) => value !== undefined);
  return values.length > 0 ? Math.max(...values) : undefined;
}

function lowerCased(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key.toLowerCase(), value]));
}

const count = (value: number) => value.toLocaleString('en-US');
