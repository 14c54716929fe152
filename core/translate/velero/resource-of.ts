import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { TranslationContext } from '../context.ts';

/** What the servers of both ends call their kinds: `group/Kind` -> plural. */
const plurals = memo(
  ({ source, target }: TranslationContext) =>
    new Map(
      [...target.served, ...source.served].map(({ apiVersion, kind, resource }) => [
        `${groupOf(apiVersion)}/${kind}`,
        resource,
      ]),
    ),
);

/** `deployments.apps`, `pods`: as Velero names the kind of an object. */
export function resourceOf({ apiVersion, kind }: KubeObject, context: TranslationContext): string {
  const group = groupOf(apiVersion);
  const plural = (context.source ? plurals(context).get(`${group}/${kind}`) : undefined) ?? usualPlural(kind);
  return group === '' ? plural : `${plural}.${group}`;
}

/** Where no server is known, as Kubernetes' own kinds form it. */
function usualPlural(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
