/** A name of the IANA database is a list of parts with a capital at each beginning: no `+01:00`, which Intl takes too. */
const NAMED = /^[A-Z][A-Za-z0-9+_-]*(\/[A-Z][A-Za-z0-9+_-]*)*$/;

/**
 * Whether a text names a time zone as the IANA database spells it, which is what EventBridge Scheduler takes
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). Intl is less strict: it takes distances
 * from UTC, and any case.
 */
export function isTimeZone(name: string): boolean {
  if (!NAMED.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
