import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of commands of a document. */
export interface Block {
  /** `docs/team.md:14`. */
  at: string;
  code: string;
  /** Why it cannot be run here: `<!-- not run: deletes stacks -->` above it. */
  notRun?: string;
}

const FENCE = /(?:<!-- not run: ([^\n]+?) -->\s*?\n\s*)?^( *)```bash\n([\s\S]*?)^\2```$/gm;

const documents = (): string[] => {
  const below = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  return ['README.md', ...below.toSorted().map((name) => join('docs', name))];
};

/** Every block of commands in the README and below `docs/`, in the order of the documents. */
export const blocksOfDocuments = (): Block[] => documents().flatMap(blocksOf);

/** Commands in the middle of a sentence: `npx cdk diff`. They are looked at and never run. */
export function commandsInSentences(): Block[] {
  return documents().flatMap((document) =>
    readFileSync(document, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(/`((?:npm run|npx) [^`]+)`/g)].map(([, code = '']) => ({
          at: `${document}:${index + 1}`,
          code: code.replaceAll(/<[^>]*>/g, 'x').replaceAll('…', ''),
        })),
      ),
  );
}

function blocksOf(document: string): Block[] {
  const text = readFileSync(document, 'utf8');
  return [...text.matchAll(FENCE)].map((found) => {
    const [whole, notRun, indent = '', code = ''] = found;
    const line = text.slice(0, found.index + whole.indexOf('```bash')).split('\n').length;
    const own = code
      .split('\n')
      .map((each) => each.replace(indent, ''))
      .join('\n');
    return { at: `${document}:${line}`, code: own, ...(notRun ? { notRun } : {}) };
  });
}

/** The commands of a block as words, without what a shell does around them. */
export function commandsOf({ code }: Block): string[][] {
  const lines = code
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/'[^']*'|"[^"]*"/g, (quoted) => quoted.replaceAll(/[\n|;#]/g, '_'))
    .replaceAll(/(^|\s)#.*$/gm, '')
    .split(/\n|\||&&|;/);
  return lines
    .map((line) =>
      line
        .trim()
        .replace(/^(export )?(\w+=(\$\(|\S*\s*))+/, '')
        .replace(/\)$/, ''),
    )
    .filter((line) => line !== '')
    .map((line) => [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word));
}
