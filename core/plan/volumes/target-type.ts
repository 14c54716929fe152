import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { type Fitted, fitToType } from './ebs-types.ts';

export interface VolumeType {
  volumeType: string;
  iops?: number;
  throughputMiBps?: number;
}

export interface TargetType extends Pick<Fitted, 'changes' | 'refusal'> {
  type: VolumeType;
}

/** What a gp3 volume has without paying more (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html). */
const GP3_IOPS = 3000;
const GP3_MIBPS = 125;
const TAKES_IOPS = ['gp3', 'io1', 'io2'];

/**
 * The real type of the copied volume: that of the target's class, with no less than the source had where EBS makes such a
 * volume; what it makes instead is in `changes`.
 * Parameters as the EBS CSI driver reads them (docs/parameters.md of aws-ebs-csi-driver), names in any case.
 */
export function targetType(source: Volume, targetClass: KubeObject | undefined): TargetType {
  const parameters = lowerCased((targetClass?.parameters as Record<string, string> | undefined) ?? {});
  const volumeType = parameters.type ?? (targetClass ? 'gp3' : source.type);
  const asked = parameters.iops ?? bySize(parameters.iopspergb, source.sizeGiB);
  const iops = atLeast(source.iops, asked, volumeType === 'gp3' ? GP3_IOPS : undefined);
  const throughput = atLeast(source.throughputMiBps, parameters.throughput, GP3_MIBPS);
  const fitted = fitToType(volumeType, source.sizeGiB, {
    ...(TAKES_IOPS.includes(volumeType) && iops ? { iops } : {}),
    ...(volumeType === 'gp3' && throughput ? { throughputMiBps: throughput } : {}),
  });
  const { refusal, changes, ...performance } = fitted;
  return { type: { volumeType, ...performance }, changes, ...(refusal ? { refusal } : {}) };
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
