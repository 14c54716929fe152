import { type Strategy, strategyOf } from '../../base/strategies.ts';
import type { BroughtVolume } from '../../base/strategy.ts';
import { NOTHING, type Usage } from './usage.ts';

export interface ExpectedVolume extends BroughtVolume {
  strategy: Strategy;
}

/** What one volume uses, as its strategy says. */
export const usageOfVolume = ({ strategy, ...volume }: ExpectedVolume): Usage => ({
  ...NOTHING,
  ...strategyOf(strategy).usage(volume),
});
