import { readFileSync } from 'node:fs';

/** The examples of a document that have a title: ```` ```json title=plan ````, by title. Throws when there is none. */
export function examplesOf(document: string): Record<string, unknown> {
  const found = [...readFileSync(document, 'utf8').matchAll(/^```json title=(\S+)\n([\s\S]*?)^```$/gm)];
  if (found.length === 0) throw new Error(`${document} has no example with a title`);
  return Object.fromEntries(found.map(([, title = '', text = '']) => [title, JSON.parse(text)]));
}
