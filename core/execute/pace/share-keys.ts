import type { AccountShare } from '../../base/pace/volume-pace.ts';

const PACE = 'pace/';

interface Held {
  /** Milliseconds since the epoch. */
  ends: number;
  perSecond: number;
  holder: string;
}

/** The shares that functions hold of an account and Region: each stands in the name of an empty object, so that one list tells all. */
export const sharesKey = ({ account, region }: Pick<AccountShare, 'account' | 'region'>) =>
  `${PACE}${account}/${region}/`;

export const shareKey = (home: Pick<AccountShare, 'account' | 'region'>, { ends, perSecond, holder }: Held) =>
  `${sharesKey(home)}${ends}_${perSecond}_${holder}`;

/** Holder -> requests a second, of those that have not ended. */
export async function sharesOf(keys: AsyncIterable<string>, at: Date): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  for await (const key of keys) {
    const [ends, perSecond, holder = ''] = (key.split('/').at(-1) ?? '').split('_');
    // While a share is renewed its holder has two.
    if (Number(ends) > at.getTime()) held.set(holder, Math.max(held.get(holder) ?? 0, Number(perSecond)));
  }
  return held;
}
