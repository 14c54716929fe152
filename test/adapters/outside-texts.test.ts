import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['adapters/aws', 'adapters/azure', 'adapters/kubernetes', 'lambdas'];

/** Where an adapter reads what somebody else has written: messages of errors and of Status objects, output, bodies. */
const READS =
  /\b(?:error|cause|status|reason|body|answer|response|failure|e|err)\??\.(?:message|Message|errorMessage|stderr|cause)\b|\bas \w+\)\??\.(?:message|cause)\b|\bstatusOf\([^)]*\)\??\.message\b|\bString\((?:error|cause|reason|body|Message)\)|\breason\.toString\(|\b(?:Message|errorMessage)\b(?=\})/g;

/** Reads that make no sentence: which line, and why. */
const NO_SENTENCES: Record<string, string> = {
  'const code = Number(cause?.message ?? Number.NaN);': 'an exit code',
  'service: ': 'the body of a request',
  "'fields @timestamp": 'names of columns in a query',
  '(body as Status)': 'no sentence yet, since every reader of `message` is looked at',
  'createHash(': 'a digest',
  'message: error.message,': 'of an error that discreetError has been through',
  "'fields @timestamp, ": 'the names of fields in a query',
  "'error.message': error,": 'the name of a field, whose value goes through outsideText',
  'log.info(': 'a log, which is written without secrets as a whole',
};

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** The text with everything blanked that stands inside of a call of the one function. */
function withoutPassed(text: string): string {
  let rest = text;
  for (
    let at = rest.search(/\b(?:outsideText|discreetText)\(/);
    at !== -1;
    at = rest.search(/\b(?:outsideText|discreetText)\(/)
  ) {
    const open = rest.indexOf('(', at);
    let depth = 0;
    let end = open;
    do {
      if (rest[end] === '(') depth += 1;
      if (rest[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0);
    rest = rest.slice(0, at) + rest.slice(at, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end);
  }
  return rest;
}

const unpassed = (text: string) =>
  withoutPassed(text)
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/\/)/.test(line) && !Object.keys(NO_SENTENCES).some((known) => line.includes(known)))
    .filter((line) => line.match(READS));

// Promise: no-secret-in-a-sentence
it('what others have written comes into the sentences of adapters and functions by one function', () => {
  const found = files.flatMap((file) => unpassed(readFileSync(file, 'utf8')).map((line) => `${file}: ${line.trim()}`));
  expect(found).toEqual([]);
});

it.each([
  "throw new KubeferryError(name, 'Could not: ' + (error as Error).message);",
  "const said = code + ': ' + (error?.message ?? String(error));",
  "const why = 'closed ' + reason.toString();",
  'return new Error(String(Message));',
  "return { message: status.message || 'none' };",
  "const sentence = statusOf(body).message ?? 'it answers 409';",
])('a line that goes around it would be found: %s', (line) => {
  expect(unpassed(line)).toEqual([line]);
});

it('a line that passes it is none', () => {
  expect(unpassed("const said = code + ': ' + outsideText(error?.message ?? f(error.message));")).toEqual([]);
});
