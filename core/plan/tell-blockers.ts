import type { Finding } from '../../kube/finding.ts';
import { refText } from '../../kube/kube-object.ts';

/** Enough to see what is wrong; the plan has all of them. */
const SENTENCES = 10;
const OBJECTS = 3;

/**
 * The blockers of a plan in one paragraph: what is said of several objects is said once, with the first of them and how
 * many there are.
 */
export function tellBlockers(blockers: readonly Finding[]): string {
  const groups = [...Map.groupBy(blockers, withoutObject).values()];
  const hidden = groups.slice(SENTENCES).reduce((sum, group) => sum + group.length, 0);
  const more = hidden > 0 ? [`… and ${hidden} more, in the plan.`] : [];
  return [...groups.slice(0, SENTENCES).map(tell), ...more].join(' ');
}

/** A rule speaks of one object, and its sentence may leave the name to whoever shows it. */
function tell(group: Finding[]): string {
  const [{ object, sentence }] = group as [Finding];
  if (!sentence.includes(object.name)) return `${list(group)}: ${sentence}`;
  return group.length === 1 ? sentence : `${sentence} The same holds for ${list(group.slice(1))}.`;
}

function list(findings: Finding[]): string {
  const rest = findings.length - OBJECTS;
  const shown = findings.slice(0, OBJECTS).map(({ object }) => refText(object));
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What a blocker says, whichever object it says it of. */
function withoutObject({ object, rule, sentence }: Finding): string {
  const names = [refText(object), `${object.namespace}/${object.name}`, object.name];
  const name = names.find((each) => sentence.includes(each));
  return `${rule} ${name ? sentence.replaceAll(name, '') : sentence}`;
}
