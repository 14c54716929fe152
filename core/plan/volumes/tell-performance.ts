import type { VolumeType } from './target-type.ts';

/** Dollars a month in us-east-1 beyond what any gp3 volume has (https://aws.amazon.com/ebs/pricing/). */
const GP3 = { iops: { free: 3_000, each: 0.005 }, throughputMiBps: { free: 125, each: 0.06 } };

/** What a volume that is as fast as its source costs more than its class asks for, as a sentence; undefined where it costs nothing. */
export function tellPerformance(claim: string, made: VolumeType, byClass: VolumeType): string | undefined {
  if (made.volumeType !== 'gp3' || byClass.volumeType !== 'gp3') return undefined;
  const more = monthly(made) - monthly(byClass);
  if (more <= 0) return undefined;
  return (
    `The volume of claim ${claim} gets ${said(made)}, so that it is no slower than at the source; its class asks for ${said(byClass)}. ` +
    `That costs about $${more.toFixed(2)} a month more; set "volumes": {"performance": "class"} to go by the class.`
  );
}

const monthly = (type: VolumeType) =>
  (['iops', 'throughputMiBps'] as const).reduce(
    (sum, part) => sum + Math.max(0, (type[part] ?? 0) - GP3[part].free) * GP3[part].each,
    0,
  );

const said = ({ iops = 0, throughputMiBps = 0 }: VolumeType) =>
  `${iops.toLocaleString('en-US')} IOPS and ${throughputMiBps.toLocaleString('en-US')} MiB/s`;
