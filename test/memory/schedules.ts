import { KubeferryError } from '../../core/base/errors.ts';
import type { Schedules, StoredSchedule } from '../../core/base/ports/schedules.ts';
import type { Clock } from '../../time/clock.ts';

/** A page begins `after:` the last name of the one before. */
const AFTER = 'after:';

/** Schedules that nothing starts. */
export function memorySchedules(clock: Pick<Clock, 'now'>): Schedules {
  const groups = new Map<string, Map<string, StoredSchedule>>();
  const tokens = new Map<string, string>();
  const group = (route: string) => {
    const found = groups.get(route) ?? new Map<string, StoredSchedule>();
    groups.set(route, found);
    return found;
  };
  return {
    async list(route, { limit, next = AFTER }) {
      if (!next.startsWith(AFTER)) throw new KubeferryError('InvalidRequest', `No page begins at "${next}".`);
      const names = [...group(route).keys()].toSorted().filter((name) => name > next.slice(AFTER.length));
      const page = names.slice(0, limit);
      return { names: page, ...(names.length > limit ? { next: `${AFTER}${page.at(-1)}` } : {}) };
    },
    async get(route, name) {
      const found = group(route).get(name);
      return found && { ...found };
    },
    async create(route, schedule, token) {
      const same = JSON.stringify([route, schedule]);
      if (group(route).has(schedule.name)) return token && tokens.get(token) === same ? 'created' : 'taken';
      if (token) tokens.set(token, same);
      group(route).set(schedule.name, { ...schedule, madeAt: clock.now(), changedAt: clock.now() });
      return 'created';
    },
    async replace(route, schedule) {
      const before = group(route).get(schedule.name);
      if (before) group(route).set(schedule.name, { ...schedule, madeAt: before.madeAt, changedAt: clock.now() });
      return before !== undefined;
    },
    delete: async (route, name) => group(route).delete(name),
  };
}
