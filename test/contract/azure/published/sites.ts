import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceManager } from '../../../../adapters/azure/resource-manager.ts';

const FOLDER = 'adapters/azure';
/** Of page blobs and of Entra ID, which are no calls of Resource Manager. */
const OTHERS = /^(page-blob|page-ranges|entra|resource-manager|call|errors)/;

/** What every call of Resource Manager in the adapters says that it does, as it stands in their source. */
const callSites = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts') && !OTHERS.test(file))
    .flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/\bwhat(?::| =) (['`])(.+?)\1/g)])
    .map(([, , text = '']) => text);

/** Those of them that nothing said while a play went on. */
export function unplayed(said: ReadonlySet<string>): string[] {
  const all = [...said];
  return [...new Set(callSites())].filter((site) => {
    const [first = '', ...rest] = site.split(/\$\{[^}]+\}/);
    const text = [first, ...rest].map((part) => part.replaceAll(/[.*+?^$()|[\]{}\\]/g, '\\$&')).join('.+');
    return !all.some((each) => new RegExp(`^${text}$`).test(each));
  });
}

/** The same client, that notes what each call says that it does. */
export const noting = (arm: ResourceManager, said: Set<string>): ResourceManager => ({
  call: (call) => arm.call(noted(call, said)),
  list: (call) => arm.list(noted(call, said)),
  whole: (call) => arm.whole(noted(call, said)),
});

function noted<T extends { what: string }>(call: T, said: Set<string>): T {
  said.add(call.what);
  return call;
}
