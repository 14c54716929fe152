import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The sources that print something, in one line: what is written in pieces is put together. */
const printed = ['cli', 'core', 'adapters', 'lambdas', 'lib']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
  .replaceAll(/['"`]\s*\+\s*['"`]/g, '')
  .replaceAll(`\${HUB_STACK}`, 'kubeferry-hub')
  .replaceAll("\\'", "'");

const page = readFileSync('docs/troubleshooting.md', 'utf8');
/** Rows of the tables whose first column is what one reads: a sentence, or its part. */
const sentences = [...page.matchAll(/^\| `([^`]+)` +\|/gm)]
  .map(([, text = '']) => text)
  // Words of Kubernetes and AWS.
  .filter((text) => text.includes(' '));

it('quotes only what kubeferry really says', () => {
  expect(sentences.length).toBeGreaterThan(20);
  const unsaid = sentences.filter((text) => text.split('…').some((part) => !printed.includes(part.trim())));
  expect(unsaid).toEqual([]);
});
