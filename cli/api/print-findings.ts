import { type ObjectRef, refText } from '../../kube/kube-object.ts';

export interface PrintedFinding {
  severity: string;
  sentence: string;
  object?: ObjectRef | undefined;
  reachesOut?: boolean | undefined;
}

/** Enough to know what is meant; the JSON document has all of them. */
const OBJECTS = 3;

/**
 * Infos are in the JSON document; a person needs what stops or what to look at, each once, with whom it is about, and
 * apart from that through what a clone could still act outside.
 */
export function findingLines(all: readonly PrintedFinding[]): string[] {
  const reaching = grouped(all.filter(({ reachesOut }) => reachesOut));
  return [
    ...grouped(all.filter(({ reachesOut }) => !reachesOut)),
    ...(reaching.length > 0 ? ['', 'Could still reach out:', ...reaching.slice(1)] : []),
  ];
}

function grouped(all: readonly PrintedFinding[]): string[] {
  const shown = all.filter(({ severity }) => severity !== 'info');
  const groups = Map.groupBy(shown, ({ severity, sentence }) => `${severity}: ${sentence}`);
  return groups.size > 0 ? ['', ...[...groups].map(([said, of]) => `  ${said}${about(of)}`)] : [];
}

/** ` (v1 Service shop/web, v1 Service shop/api and 4 more)`; nothing where the sentence names its one object. */
function about(findings: readonly PrintedFinding[]): string {
  const [first] = findings;
  if (findings.length === 1 && first?.object && first.sentence.split(/[^\w.-]+|\.$/).includes(first.object.name))
    return '';
  const named = findings.flatMap(({ object }) => (object ? [refText(object)] : []));
  const names = [...new Set(named)];
  if (names.length === 0) return '';
  const more = names.length > OBJECTS ? ` and ${names.length - OBJECTS} more` : '';
  return ` (${names.slice(0, OBJECTS).join(', ')}${more})`;
}
