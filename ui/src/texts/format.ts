/** Numbers, sizes and times as the reader's browser writes them. */

const LOCALE = undefined;

export const timeOfDay = (at: number | string): string =>
  new Intl.DateTimeFormat(LOCALE, { timeStyle: 'medium' }).format(new Date(at));

export const dateAndTime = (at: number | string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const dollars = (amount: number): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: amount < 1 ? 4 : 2,
    minimumFractionDigits: 2,
  }).format(amount);

export const gibibytes = (size: number): string =>
  `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 }).format(size)} GiB`;

/** `45 s`, `3 min`, `2 h 5 min`. */
export function span(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${new Intl.NumberFormat(LOCALE).format(count)} ${count === 1 ? one : many}`;

export const hourAndMinute = (at: Date): string =>
  new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' }).format(at);

export const monthAndYear = (at: Date): string =>
  new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric' }).format(at);

export const shortMonth = (at: Date): string => new Intl.DateTimeFormat(LOCALE, { month: 'short' }).format(at);

/** Monday first; 1 January 2024 was one. */
export const weekdays = (): string[] =>
  Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(LOCALE, { weekday: 'short' }).format(new Date(2024, 0, 1 + day)),
  );
