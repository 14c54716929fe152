import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Attempt } from '../../base/run/attempt.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';

/** That EC2 was asked for a snapshot, and what it answered. */
interface Question {
  /** As the state that asked knows it. */
  attempt: Attempt;
  snapshotId?: string;
}

/** What EC2 was asked to make, by what each snapshot is made of. */
export interface Asked {
  /** The snapshot that was answered. */
  answer(of: string): string | undefined;
  /** Throws NotYet as long as what an earlier attempt may have made of these is perhaps there, and not shown yet. */
  refuseUnanswered(of: readonly string[]): void;
  /** Written down before the call. */
  ask(of: readonly string[]): Promise<void>;
  answered(of: string, snapshotId: string): void;
  /** After a call that failed: a question that EC2 has refused is as good as none. */
  failed(of: readonly string[], error: unknown): void;
  save(): Promise<void>;
}

/** Looks for a snapshot whose answer was lost, before it is believed that there is none: a minute, with the waits between. */
const LOOKS_FOR_UNANSWERED = 7;

/**
 * CreateSnapshot, CreateSnapshots and CopySnapshot have no ClientToken, and a look by tags may miss what is fresh: so that
 * nothing is made twice, each question is written down before the call, and its answer after it.
 */
export async function openAsked(store: ObjectStore, key: string, attempt: Attempt): Promise<Asked> {
  const questions = (await findRecord<Record<string, Question>>(store, key)) ?? {};
  const save = () => writeRecord(store, key, questions);
  return {
    answer: (of) => questions[of]?.snapshotId,
    refuseUnanswered: (of) => {
      const [first] = of.filter((each) => questions[each] && mayAppear(questions[each], attempt));
      if (first === undefined) return;
      throw new KubeferryError(
        'NotYet',
        `EC2 was asked for a snapshot of ${first} at ${questions[first]!.attempt.since}, and its answer was lost. Whether ` +
          'it was made cannot be seen yet; it is looked for again before it is asked for once more.',
      );
    },
    ask: (of) => {
      for (const each of of) questions[each] = { attempt };
      return save();
    },
    answered: (of, snapshotId) => {
      questions[of] = { attempt, snapshotId };
    },
    failed: (of, error) => {
      if (!isRefusal(error)) return;
      for (const each of of) if (questions[each]?.snapshotId === undefined) delete questions[each];
    },
    save,
  };
}

/** A state that is entered again, by a redrive, counts from 0 again. */
function mayAppear({ attempt: asked, snapshotId }: Question, { retries }: Attempt): boolean {
  const looks = retries - (asked.retries <= retries ? asked.retries : 0);
  return snapshotId === undefined && looks < LOOKS_FOR_UNANSWERED;
}

/** EC2 has answered that it made nothing; a service that failed, or a broken connection, says nothing. */
const isRefusal = (error: unknown) => error instanceof KubeferryError && error.name !== 'Unavailable';
