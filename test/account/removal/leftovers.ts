import type { CallPlace } from '../../../adapters/aws/plain-call.ts';
import { until } from '../cluster.ts';
import { removeOne } from './remove-one.ts';
import { findTagged } from './tagged.ts';

/** How long the tagging API may go on listing what is gone, and volumes may be attached. */
const MINUTES = 15;

/**
 * Removes everything that still bears a tag of the test. Throws with the ARNs that nothing here can remove, or that are
 * still there after a quarter of an hour, each with why.
 */
export async function removeLeftovers(
  place: CallPlace,
  signal: AbortSignal,
  { minutes = MINUTES, everyMs = 15_000 } = {},
): Promise<void> {
  const seen = new Map<string, string>();
  const nothingLeft = async () => {
    seen.clear();
    for (const arn of await findTagged(place)) {
      const why = await removeOne(place, arn).then(
        (removed) => (removed ? undefined : 'only its own service or stack can remove it'),
        (error: Error) => error.message,
      );
      if (why) seen.set(arn, why);
    }
    return seen.size === 0 ? true : undefined;
  };
  await until('Everything with the tag of the test was to be gone', minutes, signal, nothingLeft, everyMs).catch(
    (error: Error) => {
      const list = [...seen].map(([arn, why]) => `\n  ${arn}: ${why}`).join('');
      throw new Error(`${error.message}${list}`);
    },
  );
}
