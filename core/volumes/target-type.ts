import type { KubeObject } from '../manifests/kube-object.ts';
import type { Volume } from '../ports/volume-storage.ts';

export interface VolumeType {
  volumeType: string;
  iops?: number;
  throughputMiBps?: number;
}

/** What a gp3 volume has without paying more (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html). */
const GP3_IOPS = 3000;
const GP3_MIBPS = 125;
const TAKES_IOPS = ['gp3', 'io1', 'io2'];

/**
 * The real type of the copied volume: that of the target's class, never with less than the source had.
 * Parameters as the EBS CSI driver reads them (docs/parameters.md of aws-ebs-csi-driver), names in any case.
 */
export function targetType(source: Volume, targetClass: KubeObject | undefined): VolumeType {
  const parameters = lowerCased((targetClass?.parameters as Record<string, string> | undefined) ?? {});
  const volumeType = parameters.type ?? (targetClass ? 'gp3' : source.type);
  const iops = atLeast(source.iops, parameters.iops, volumeType === 'gp3' ? GP3_IOPS : undefined);
  const throughput = atLeast(source.throughputMiBps, parameters.throughput, GP3_MIBPS);
  return {
    volumeType,
    ...(TAKES_IOPS.includes(volumeType) && iops ? { iops } : {}),
    ...(volumeType === 'gp3' ? { throughputMiBps: throughput } : {}),
  };
}

function atLeast(source: number | undefined, asked: string | undefined, floor: number | undefined): number | undefined {
  const values = [source, asked ? Number(asked) : undefined, floor].filter((value) => value !== undefined);
  return values.length > 0 ? Math.max(...values) : undefined;
}

function lowerCased(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key.toLowerCase(), value]));
}
