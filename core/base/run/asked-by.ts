import type { ObjectStore } from '../ports/object-store.ts';
import { keysOf } from './keys.ts';
import { findRecord } from './records.ts';

/** What the API keeps of who asked for a run; nobody but its function writes it. */
interface Asked {
  /** ARN of the caller, as IAM found it out. */
  by: string;
}

/** Step Functions tells no one's name: only CloudTrail has it, in the event StartExecution. */
export const BY_HAND = 'somebody in Step Functions (CloudTrail knows who)';

/** Before the run starts, so that it finds it; who sends the same request again has not asked first. */
export async function keepAsker(store: ObjectStore, cloneId: string, by: string): Promise<void> {
  const asked: Asked = { by };
  await store.putNew(keysOf(cloneId).asked, JSON.stringify(asked));
}

/**
 * Who asked for a run, as words that follow "asked for by": the caller of the API, else the schedule that is named in the
 * input, else somebody in Step Functions. What the API keeps goes first, since an input is whatever its sender writes.
 */
export async function askerOf(store: ObjectStore, cloneId: string, schedule: string | undefined): Promise<string> {
  const asked = await findRecord<Asked>(store, keysOf(cloneId).asked);
  return asked?.by ?? (schedule === undefined ? BY_HAND : `${SCHEDULE}${schedule}`);
}

const SCHEDULE = 'schedule ';

/** Whether a schedule has asked for it; callers of the API are ARNs. */
export const bySchedule = (askedBy: string | undefined): boolean => askedBy?.startsWith(SCHEDULE) ?? false;
