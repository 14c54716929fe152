import { readdirSync, readFileSync } from 'node:fs';
import { UNKNOWN } from './unknown.data.ts';
import type { Row, Verified } from './verified.ts';

const HEAD = `# What was verified, and by whom

No AWS account takes part in the tests. So what runs here is judged by what others wrote: each table names the witness with
its version, what it has seen, and where it and kubeferry are known to differ. The tests write this page
(\`UPDATE=1\` before the command of a table, then \`UPDATE=1 npx vitest run test/verified\`), and fail when it is not true any more.
A tier that has something to say puts a file of its own into \`test/verified/\`, as \`test/verified/verified.ts\` describes it.
`;

/** The page, from the files that the tiers have written, in the order of their names. */
export function verifiedPage(folder = new URL('./', import.meta.url)): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = names.toSorted().map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Verified);
  return [HEAD, ...all.map(section), unknowns()].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

function section({ title, command, rows, deviations }: Verified): string {
  const lines = rows.map(({ checked, witness, count, deviations }: Row) => [
    checked,
    witness,
    count,
    String(deviations),
  ]);
  const known = deviations.map(({ what, reason }) => [what, reason]);
  return `## ${title}

\`${command}\`

${table(['what', 'witness', 'how much', 'known deviations'], lines)}
${known.length > 0 ? `\n${table(['known deviation', 'why it stays'], known)}\n` : ''}`;
}

const unknowns = () => `## What cannot be known without an account

${table(
  ['what', 'what stands in for it'],
  UNKNOWN.map(({ what, instead }) => [what, instead]),
)}
`;
