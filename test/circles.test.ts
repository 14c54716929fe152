import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['adapters', 'cli', 'core', 'emulator', 'kube', 'lambdas', 'lib', 'local', 'time'];
/**
 * What is recursive: states of maps and branches are states again, so that who runs them calls itself; and a rule may look
 * at what a run has to go by, of which its rules are a part.
 */
const RECURSIVE = ['emulator/states/interpreter/', 'core/translate/context.ts', 'core/translate/rule.ts'];
const isRecursive = (path: string) => RECURSIVE.some((each) => path.startsWith(each));

const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Of types as well: who reads a file has to read what it imports. */
const importsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/(?:^|\n)(?:import|export)\s[^'";]*?from\s+'(\.[^']+)'/g)].map(([, name]) =>
    normalize(join(dirname(path), name!)),
  );

/** Groups of nodes each of which leads to every other one of its group (Tarjan's algorithm), largest first. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (node: string): void => {
    number.set(node, number.size);
    lowest.set(node, number.get(node)!);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!number.has(next)) visit(next);
      if (open.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== number.get(node)) return;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1) found.push(group.toSorted());
  };
  for (const node of graph.keys()) if (!number.has(node)) visit(node);
  return found.toSorted((a, b) => b.length - a.length);
}

it('has no files that import each other in a circle, but for what is recursive', () => {
  const graph = new Map(files.map((path) => [path, importsOf(path)]));
  const others = circles(graph).filter((circle) => !circle.every(isRecursive));
  expect(others).toEqual([]);
});

it('sees a circle over three files, and none in a fork', () => {
  const of = (edges: Record<string, string[]>) => circles(new Map(Object.entries(edges)));
  expect(of({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] })).toEqual([['a', 'b', 'c']]);
  expect(of({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
});
