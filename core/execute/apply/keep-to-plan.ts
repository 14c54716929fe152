import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { LEFT_OUT } from '../../plan/approval/leave-out.ts';
import { type Content, type Contents, readContents } from '../../plan/contents/contents.ts';
import { changeOf, type Difference, sayDifference } from '../../plan/contents/differences.ts';
import { contentDigest } from '../../plan/contents/digest.ts';
import { readDigestKey } from '../../plan/contents/digest-key.ts';
import type { Translation } from '../../translate/translation.ts';
import type { RunRecords } from './run-context.ts';

/** Holds what is translated against the contents of the run's plan. */
export interface PlanKeeper {
  /** The run may apply its plan and nothing else. */
  isBound: boolean;
  planned: Contents;
  /** How an object that is to be applied stands to the plan; undefined when it is as planned. */
  differenceOf(translation: Translation): Difference | undefined;
  /** Why an object is not copied all the same. */
  whyLeftOut(translation: Translation): string | undefined;
}

/** Of a run without a bond, every object is carried as the capture found it; the report says which are not as planned. */
export async function planKeeper(
  store: ObjectStore,
  { cloneId, route }: Clone,
  { request, plan, context }: RunRecords,
): Promise<PlanKeeper> {
  const isBound = Boolean(request.planHash || (await findRecord(store, keysOf(cloneId).approval)));
  const [key, planned] = await Promise.all([readDigestKey(store), contentsOf(store, plan)]);
  const differenceOf = ({ ref, object }: Translation) => {
    const content: Content | undefined = object && { ref, digest: contentDigest(key, object, ref, context) };
    const change = content && changeOf(planned, content);
    return change && { ref, change };
  };
  return {
    isBound,
    planned,
    differenceOf,
    whyLeftOut: (translation) => {
      const difference = isBound ? differenceOf(translation) : undefined;
      if (!difference || route.whenChanged === 'leave-out') return difference && LEFT_OUT;
      // The export was held against the plan when it was made: somebody has written into the records since.
      throw new KubeferryError('PlanBlocked', `${sayDifference(difference)} It is not applied. Start a new run.`);
    },
  };
}

const contentsOf = async (store: ObjectStore, plan: RunRecords['plan']): Promise<Contents> =>
  (await readContents(store, plan)) ?? new Map();
