/** One user-visible change, as a file of `changelog/unreleased/` or `changelog/<version>_<date>/` tells it. */
export interface Change {
  kind: 'Security' | 'Bugfix' | 'Change' | 'Enhancement';
  title: string;
  text: string;
}

export interface Release {
  /** `unreleased`, or `<version>_<yyyy-mm-dd>`. */
  name: string;
  changes: Change[];
}

/** In the order in which somebody who upgrades wants to know them. */
const KINDS: readonly Change['kind'][] = ['Security', 'Bugfix', 'Change', 'Enhancement'];

/** Reads one file: its first line is `<kind>: <title>`, an empty line follows, and the text. Throws for another first line. */
export function readChange(file: string): Change {
  const [first = '', , ...text] = file.trim().split('\n');
  const [, kind, title] = first.match(/^(\w+): (.+)$/) ?? [];
  if (!title || !KINDS.includes(kind as Change['kind']))
    throw new Error(`"${first}" is no first line of a change: it must start with ${KINDS.join(':, ')}:`);
  return { kind: kind as Change['kind'], title, text: text.join('\n').trim() };
}

/** The whole of CHANGELOG.md, newest release first: a list of titles, then each with its text. */
export function compileChangelog(releases: Release[]): string {
  const newestFirst = [...releases].sort((a, b) => byVersion(b.name, a.name));
  return `# Changelog\n\n${newestFirst.map(section).join('\n')}`;
}

function section({ name, changes }: Release): string {
  const [version, date] = name.split('_');
  const sorted = [...changes].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.title.localeCompare(b.title, 'en'),
  );
  const list = sorted.map(({ kind, title }) => `- ${kind}: ${title}`).join('\n');
  const texts = sorted.map(({ kind, title, text }) => `### ${kind}: ${title}\n\n${text}\n`).join('\n');
  return `## ${date ? `${version} (${date})` : 'Unreleased'}\n\n${list}\n\n${texts}`;
}

/** `unreleased` is newer than any version; versions compare number by number. */
function byVersion(a: string, b: string): number {
  if (a === 'unreleased') return 1;
  if (b === 'unreleased') return -1;
  return a.localeCompare(b, 'en', { numeric: true });
}
