import type { Fault } from './records.ts';

export interface Faults {
  /** The answer takes it back, whether it has struck or not. */
  add(fault: Fault): () => void;
  /**
   * The effects for one call or invocation named `ec2:CopySnapshot` or `lambda:copy-segment`, in the order of adding;
   * `principalArn` is the role's that calls.
   */
  match(on: string, principalArn?: string): Fault['effect'][];
}

/** What is to go wrong. Each fault counts the calls that match it by itself, from the moment it was added. */
export function createFaults(): Faults {
  const armed = new Set<{ fault: Fault; seen: number; isOn: boolean }>();
  return {
    add(fault) {
      if (!/^[a-z0-9-]+:[A-Za-z0-9-]+$/.test(fault.on)) {
        throw new Error(`A fault is on 'ec2:CopySnapshot' or 'lambda:copy-segment', not on '${fault.on}'.`);
      }
      const entry = { fault, seen: 0, isOn: fault.after === undefined };
      armed.add(entry);
      return () => void armed.delete(entry);
    },
    match(on, principalArn = '') {
      const isBy = (role: string) => principalArn.endsWith(`:role/${role}`);
      for (const entry of armed) entry.isOn ||= isBy(entry.fault.after!);
      const matching = [...armed].filter(
        ({ fault, isOn }) => isOn && fault.on === on && (fault.by === undefined || isBy(fault.by)),
      );
      for (const entry of matching) entry.seen += 1;
      return matching.filter(({ fault, seen }) => (fault.nth ?? seen) === seen).map(({ fault }) => fault.effect);
    },
  };
}
