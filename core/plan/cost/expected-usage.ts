import { type Strategy, strategyOf } from '../../base/strategies.ts';
import type { BroughtVolume, VolumeStrategy } from '../../base/strategy.ts';
import { billedByAws, type Clouds } from './between-clouds.ts';
import { NOTHING, type Usage } from './usage.ts';

export interface ExpectedVolume extends BroughtVolume {
  strategy: Strategy;
  /** Both ends are in AWS where it is left out. */
  clouds?: Clouds | undefined;
}

/** What AWS bills of one volume, as its strategy says. */
export const usageOfVolume = ({ strategy, ...volume }: ExpectedVolume): Usage =>
  usageOfWay(strategyOf(strategy), volume);

export function usageOfWay(
  { usage }: Pick<VolumeStrategy, 'usage'>,
  { clouds, ...volume }: Omit<ExpectedVolume, 'strategy'>,
): Usage {
  const used = { ...NOTHING, ...usage(volume) };
  return clouds ? billedByAws(used, volume.gibibytes, clouds) : used;
}
