/** Schedules as EventBridge Scheduler keeps them, each in the group of its route. */
export interface ScheduleSpec {
  name: string;
  /** `cron(0 2 * * ? *)`, `rate(12 hours)` or `at(2026-12-24T18:00:00)`. */
  expression: string;
  timeZone: string;
  /** The machine starts at the time itself when left out. */
  windowMinutes?: number | undefined;
  enabled: boolean;
  /** The machine's input as JSON, with Scheduler's placeholders in it. */
  input: string;
  /** Says who made it. */
  description: string;
}

export interface StoredSchedule extends ScheduleSpec {
  madeAt: Date;
  changedAt: Date;
}

/**
 * Contract: every schedule starts the machine of its route, with the route's own role, retries and queue. A write that
 * is sent twice comes to the same end.
 */
export interface Schedules {
  /**
   * Names in alphabetical order; `next` is where the next page begins. Throws InvalidRequest when the one that is given
   * is not from an answer before.
   */
  list(route: string, page: { limit: number; next?: string | undefined }): Promise<{ names: string[]; next?: string }>;
  get(route: string, name: string): Promise<StoredSchedule | undefined>;
  /** `taken` when the name is used; the same token with the same schedule is the same creation. */
  create(route: string, schedule: ScheduleSpec, token?: string): Promise<'created' | 'taken'>;
  /** Puts all of it in the place of what was there; false when nothing was. */
  replace(route: string, schedule: ScheduleSpec): Promise<boolean>;
  /** False when there was none. */
  delete(route: string, name: string): Promise<boolean>;
}
