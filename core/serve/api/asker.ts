import { askerOf, BY_HAND } from '../../base/run/asked-by.ts';
import type { ApiTools } from './request.ts';

/** Who asked for a run, which is written before it starts and never again. */
export const askerIn = ({ memory, store }: ApiTools, cloneId: string, schedule: string | undefined): Promise<string> =>
  memory.forever(
    `asker ${cloneId}`,
    () => askerOf(store, cloneId, schedule),
    (asker) => asker !== BY_HAND,
  );
