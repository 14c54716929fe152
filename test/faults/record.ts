import type { RecordedCall } from '../../emulator/base/records.ts';
import type { RoleCall } from './kinds.ts';

/** Roles that people, schedules and drivers act as: what they do is no part of a run. */
const OTHERS =
  /-(answer-api|examine-route|survey-route|find-expired|note-removal|machine-remove-expired)$|^kubeferry-schedule-/;

/** The calls of a good run, each once for each role that makes it, in order. */
export interface Recorded {
  all: RoleCall[];
  /** Those from the first call of the flow's turn on; none where it has no turn. */
  late: RoleCall[];
}

/** `about`: of those calls and roles alone, as `ec2:DescribeVolumes kubeferry-source-us-east-1`. */
export function recorded(calls: readonly RecordedCall[], turn?: string, about = /(?:)/): Recorded {
  const made = calls.map(roleCallOf).filter((call) => about.test(keyOf(call)));
  const from = made.findIndex(({ by }) => by === turn);
  if (turn && from < 0) throw new Error(`A good run makes no call as ${turn}.`);
  const late = turn ? made.slice(from).map((call) => ({ ...call, after: turn })) : [];
  return { all: distinct(made), late: distinct(late) };
}

/**
 * Each call and role in the flow where it first appears; again where it comes after the turn of a flow, since what a
 * failure may do is another matter there.
 */
export function chosen(flows: readonly (readonly [flow: string, calls: Recorded])[]): [string, RoleCall[]][] {
  const seen = new Set<string>();
  return flows.map(([flow, { all, late }]) => {
    const isLate = new Set(late.map(keyOf));
    const fresh = all.filter((call) => !seen.has(keyOf(call)) && !isLate.has(keyOf(call)));
    for (const call of all) seen.add(keyOf(call));
    return [flow, [...fresh, ...late]];
  });
}

/** Whether a fault at the call has had its chance in a run that made these calls. */
export function meets(calls: readonly RecordedCall[], { on, by, after }: RoleCall): boolean {
  const made = calls.map(roleCallOf);
  const from = after ? made.findIndex((each) => each.by === after) : 0;
  return from >= 0 && made.slice(from).some((each) => each.on === on && each.by === by);
}

const roleCallOf = ({ service, operation, principalArn }: RecordedCall): RoleCall => ({
  on: `${service}:${operation}`,
  by: principalArn.split('/').at(-1) ?? '',
});

const keyOf = ({ on, by }: RoleCall) => `${on} ${by}`;

function distinct(calls: RoleCall[]): RoleCall[] {
  const ofRuns = calls.filter(({ by }) => by.startsWith('kubeferry-') && !OTHERS.test(by));
  return [...new Map(ofRuns.map((call) => [keyOf(call), call])).values()];
}
