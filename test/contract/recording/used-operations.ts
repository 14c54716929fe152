import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the adapters name the operations that they call. */
const CALLS = [
  /\bnew ([A-Z]\w+)Command\(/g,
  /\bpaginate([A-Z]\w+)\(/g,
  // IAM's Query API, and those of services without a client.
  /\bcall(?:<[^(]*>)?\((?:place, )?'([A-Z]\w+)'/g,
  /\bAction: '([A-Z]\w+)'/g,
  /'\w+\.((?:Get|List|Describe)[A-Z]\w+)'/g,
];

/** The names of all AWS operations that the product calls itself, as its own code has them. */
export function usedOperations(folder = 'adapters/aws'): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .flatMap((text) => CALLS.flatMap((call) => [...text.matchAll(call)].map(([, name = '']) => name)));
  return [...new Set(names)].toSorted();
}

/** Operations that nothing plays, each with what holds its words instead. */
export const NOT_PLAYED: Readonly<Record<string, string>> = {
  StartQuery:
    'The local cloud has no queries of logs; test/adapters/aws/function-logs.test.ts answers it as documented.',
  GetQueryResults: 'As StartQuery.',
  GetWebIdentityToken:
    'Only a source outside of EKS that stores no credential asks for it; test/adapters/aws/web-identity.test.ts has the stock SDK ask for one.',
};
