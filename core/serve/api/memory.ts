/** What a function that answers remembers from one answer to the next. */
export interface Memory {
  /** Of what never changes any more: loaded once. `keep` says whether what was loaded is of that kind. */
  forever<T>(key: string, load: () => Promise<T>, keep?: (value: T) => boolean): Promise<T>;
  /** Of what may be so many milliseconds old. */
  during<T>(milliseconds: number, key: string, load: () => Promise<T>): Promise<T>;
}

/** Of this many answers; the least recently used goes first. */
const MOST = 500;

interface Remembered {
  value: unknown;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Nothing that fails is remembered. */
export function createMemory({ now }: { now(): Date }, most = MOST): Memory {
  const known = new Map<string, Remembered>();
  async function recall<T>(key: string, load: () => Promise<T>, until: (value: T) => number): Promise<T> {
    const found = known.get(key);
    known.delete(key);
    if (found && found.until > now().getTime()) {
      known.set(key, found);
      return found.value as T;
    }
    const value = await load();
    known.set(key, { value, until: until(value) });
    if (known.size > most) known.delete(known.keys().next().value ?? '');
    return value;
  }
  return {
    forever: (key, load, keep = () => true) =>
      recall(key, load, (value) => (keep(value) ? Number.POSITIVE_INFINITY : 0)),
    during: (milliseconds, key, load) => recall(key, load, () => now().getTime() + milliseconds),
  };
}
