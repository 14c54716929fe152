import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Finding } from '../../../../../kube/finding.ts';
import { someAks } from './some-aks.ts';

type Tree = { [name: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a folder of `test/fixtures/clusters` has; each finding as `severity path`, with words that it says. */
interface Case {
  name: string;
  /** The ManagedCluster. */
  cluster: Tree;
  create: Tree;
  expected: { blueprint: Tree; findings: Record<string, string>[] };
}

export function casesOf(folder: string): Case[] {
  const all = new URL(`../../../../fixtures/clusters/${folder}/`, import.meta.url);
  const names = readdirSync(all, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  return names.map((name) => {
    const read = (file: string) => parse(readFileSync(new URL(`${name}/${file}`, all), 'utf8')) ?? {};
    return {
      name,
      cluster: changed(someAks(), read('aks.yaml')),
      create: read('create.yaml'),
      expected: read('expected.yaml'),
    };
  });
}

/** Members of the second take the place of those of the first, or take them away. */
function changed(whole: Tree, by: Tree): Tree {
  const members = { ...whole };
  for (const [name, value] of Object.entries(by)) {
    const before = members[name];
    if (value === null) delete members[name];
    else members[name] = isTree(value) && isTree(before) ? changed(before, value) : value;
  }
  return members;
}

/** Those expected, in their order, and no more. */
export function expectFindings(found: readonly Finding[], { findings }: Case['expected']): void {
  const said = found.map(({ severity, path, sentence }) => ({ [`${severity} ${path}`]: sentence }));
  expect(said.map((each) => Object.keys(each)[0])).toEqual(findings.map((each) => Object.keys(each)[0]));
  for (const [at, each] of findings.entries())
    for (const [place, part] of Object.entries(each)) expect(said[at]?.[place]).toContain(part);
}
