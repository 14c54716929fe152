import type { TranslationContext } from './context.ts';
import { memo } from './memo.ts';
import { mappedNamespace } from './names.ts';

export interface ServiceName {
  /** As it is written: `db.shop.svc.cluster.local`. */
  name: string;
  /** The same in the target. */
  mapped: string;
}

/** `<service>.<namespace>.svc`, with or without `.cluster.local`, for the namespaces that get another name. */
const pattern = memo(({ mappings }: TranslationContext) => {
  const namespaces = Object.keys(mappings.namespaces).map((name) => RegExp.escape(name));
  if (namespaces.length === 0) return undefined;
  return new RegExp(
    `(?<![a-z0-9.-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+)(${namespaces.join('|')})\\.svc(\\.cluster\\.local)?(?!-?[a-z0-9]|\\.[a-z0-9])`,
    'g',
  );
});

/** The text with the service names of mapped namespaces rewritten, and each one that was found. */
export function mapServiceNames(text: string, context: TranslationContext): { text: string; found: ServiceName[] } {
  const names = pattern(context);
  const found: ServiceName[] = [];
  if (!names || !text.includes('.svc')) return { text, found };
  const mapped = text.replace(names, (name, service: string, namespace: string, domain = '') => {
    const after = `${service}${mappedNamespace(namespace, context)}.svc${domain}`;
    if (after !== name) found.push({ name, mapped: after });
    return after;
  });
  return { text: mapped, found };
}
