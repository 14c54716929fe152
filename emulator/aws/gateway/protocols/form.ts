/** Form-encoded input as both query protocols have it: `Filter.1.Value.2=x`, `PolicyArns.member.1.arn=y`. */

import type { HttpRequest } from '../http-message.ts';
import { splitTarget } from '../http-message.ts';

type Tree = { [name: string]: Tree | string };

/** Members by wire name; numbered names become lists, `member` levels vanish. Action and Version are left out. */
export function readForm(request: HttpRequest): { action: string; input: Record<string, unknown> } {
  const fields = request.method === 'GET' ? request.query : splitTarget(`?${request.body.toString('utf8')}`).query;
  const tree: Tree = {};
  for (const [name, value] of fields) {
    if (!/^(Action|Version|X-Amz-.*)$/.test(name)) insert(tree, name.split('.'), value);
  }
  return { action: new Map(fields).get('Action') ?? '', input: collapse(tree) as Record<string, unknown> };
}

function insert(tree: Tree, path: string[], value: string): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const child = tree[name];
  const branch = typeof child === 'object' ? child : {};
  tree[name] = branch;
  insert(branch, rest, value);
}

function collapse(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const names = Object.keys(node);
  if (names.length === 1 && names[0] === 'member' && typeof node.member === 'object') return collapse(node.member);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => collapse(node[name] as Tree | string));
  }
  return Object.fromEntries(names.map((name) => [name, collapse(node[name] as Tree | string)]));
}
