/** What the bench of a large copy is about: a route with a window, and volumes of many sizes. */
import { RunPace } from '../../core/base/request/pace.ts';
import type { PaceWindow } from '../../core/base/request/pace-window.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import type { volumePaceOf } from '../../core/plan/pace/plan-pace.ts';

export const SOURCE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
export const TARGET = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };

const timeZone = 'Europe/Berlin';
/** By the clock of Berlin. */
export const NIGHTS: PaceWindow = { from: '18:00', to: '08:00', timeZone };
export const SUNDAYS: PaceWindow = { days: ['sun'], from: '00:00', to: '00:00', timeZone };

/** It starts on a Sunday before noon, as the clock of the machines does. */
export function cloneOf(asked: Partial<RunPace>): Clone {
  const pace = RunPace.parse(asked);
  const role = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/kubeferry`, externalId: 'bench' });
  const route = {
    name: 'prod-to-dev',
    source: { ...SOURCE, ...role(SOURCE.account) },
    target: { ...TARGET, ...role(TARGET.account), kmsKeyArn: `arn:aws:kms:eu-west-1:${TARGET.account}:key/1` },
    limits: {},
    defaults: {},
  };
  const startedAt = '2026-11-22T10:00:00Z';
  return { cloneId: 'scale', mode: 'clone', route, startedAt, pace } as unknown as Clone;
}

/** GiB of each: none above 16 TiB, some ten times as large as others, all together so much. */
export function sizesOf(count: number, gibibytes: number, random: () => number): number[] {
  const weights = Array.from({ length: count }, () => 0.2 + 2 * random() ** 2);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.max(1, Math.min(16_384, Math.round((gibibytes * weight) / sum))));
}

export function itemOf(at: number, sizeGiB: number, pace: ReturnType<typeof volumePaceOf>): VolumeItem {
  const origin = { kind: 'volume' as const, volumeId: `vol-${at}`, snapshotId: `snap-${at}` };
  return {
    claim: `shop/data-${String(at).padStart(4, '0')}`,
    strategy: 'copy-blocks',
    origin,
    sizeGiB,
    gibibytes: sizeGiB,
    zone: 'eu-west-1a',
    volumeType: 'gp3',
    kmsKeyArn: `arn:aws:kms:eu-west-1:${TARGET.account}:key/1`,
    tags: { 'kubeferry:clone-id': 'scale', 'kubeferry:made-by': 'kubeferry', Name: `data-${at}` },
    ...(pace ? { pace } : {}),
  } as VolumeItem;
}

/** Numbers that look random, the same for each seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
