import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Performance } from './ebs-types.ts';

type Sized = Pick<Volume, 'type' | 'sizeGiB' | 'iops' | 'throughputMiBps'>;

/** MiB/s that io1 and io2 reach for each IOPS: 256 KiB. */
const MIBPS_FOR_EACH_IOPS = 0.25;

/**
 * What a volume gives, of which EC2 tells only what can be provisioned: the rest follows from its type and size
 * (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html, provisioned-iops.html and hdd-vols.html). Of types
 * with burst credits what they give for good; undefined where AWS gives no figure.
 */
export function effectivePerformance({ type, sizeGiB, iops, throughputMiBps }: Sized): Performance {
  const known = { ...(iops ? { iops } : {}), ...(throughputMiBps ? { throughputMiBps } : {}) };
  switch (type) {
    case 'gp2':
      return { iops: within(3 * sizeGiB, 100, 16_000), throughputMiBps: sizeGiB <= 170 ? 128 : 250, ...known };
    case 'gp3':
      return { iops: 3_000, throughputMiBps: 125, ...known };
    case 'io1':
      return iops ? { ...known, throughputMiBps: throughputOfIo1(iops) } : known;
    case 'io2':
      return iops ? { ...known, throughputMiBps: Math.floor(Math.min(4_000, iops * MIBPS_FOR_EACH_IOPS)) } : known;
    case 'st1':
      return { throughputMiBps: Math.floor(Math.min(500, (40 * sizeGiB) / 1_024)) };
    case 'sc1':
      return { throughputMiBps: Math.floor(Math.min(192, (12 * sizeGiB) / 1_024)) };
    default:
      return known;
  }
}

/** 500 MiB/s up to 32,000 IOPS, and beyond them 16 KiB for each. */
const throughputOfIo1 = (iops: number) =>
  Math.floor(Math.min(1_000, iops * MIBPS_FOR_EACH_IOPS, Math.max(500, iops / 64)));

const within = (value: number, min: number, max: number) => Math.min(Math.max(value, min), max);
