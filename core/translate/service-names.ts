import { memo } from '../../kube/memo.ts';
import type { SourceIndex, TranslationContext } from './context.ts';
import { mappedNamespace } from './names.ts';

export interface ServiceName {
  /** As it is written: `db.shop.svc.cluster.local`, `db.shop`. */
  name: string;
  /** The same in the target. */
  mapped: string;
}

export interface MappedNames {
  text: string;
  /** Names that cannot mean anything else, all rewritten in `text`. */
  found: ServiceName[];
  /** Short names of Services that are not part of the export, left as they are: `db.shop` may be a public host too. */
  doubtful: ServiceName[];
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** Not in the middle of a longer name; what stands for a variable, as in `$(POD).db.shop.svc`, may be before it. */
const START = '(?<![a-z0-9_-])(?<![a-z0-9_-]\\.)';
const END = '(?![_-]*[a-z0-9]|\\.[a-z0-9])';

interface Patterns {
  /** `<service>.<namespace>.svc`, or `<namespace>.svc` as in search domains, with or without `.cluster.local`. */
  full: RegExp;
  /** `<service>.<namespace>`. */
  short: RegExp;
  /** What a text has to hold to be worth a search. */
  endings: string[];
}

/** For the namespaces that get another name (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/). */
const patterns = memo(({ mappings }: TranslationContext): Patterns | undefined => {
  const mapped = Object.keys(mappings.namespaces);
  if (mapped.length === 0) return undefined;
  const namespaces = `(${mapped.map((name) => RegExp.escape(name)).join('|')})`;
  return {
    full: new RegExp(`${START}((?:${LABEL}\\.)*)${namespaces}\\.svc(\\.cluster\\.local)?${END}`, 'g'),
    short: new RegExp(`${START}((?:${LABEL}\\.)*)(${LABEL})\\.${namespaces}${END}`, 'g'),
    endings: mapped.map((name) => `.${name}`),
  };
});

const servicesOf = memo((index: SourceIndex) => new Set(index.services));

/** The text with the service names of mapped namespaces rewritten, and each one that was found. */
export function mapServiceNames(text: string, context: TranslationContext): MappedNames {
  const names: MappedNames = { text, found: [], doubtful: [] };
  const known = patterns(context);
  if (!known) return names;
  if (text.includes('.svc')) names.text = mapFull(text, known, context, names.found);
  if (known.endings.some((ending) => text.includes(ending))) names.text = mapShort(names.text, known, context, names);
  return names;
}

function mapFull(text: string, { full }: Patterns, context: TranslationContext, found: ServiceName[]): string {
  return text.replace(full, (name, service: string, namespace: string, domain = '') => {
    const mapped = `${service}${mappedNamespace(namespace, context)}.svc${domain}`;
    if (mapped !== name) found.push({ name, mapped });
    return mapped;
  });
}

function mapShort(text: string, { short }: Patterns, context: TranslationContext, names: MappedNames): string {
  return text.replace(short, (name, pods: string, service: string, namespace: string, at: number) => {
    const mapped = `${pods}${service}.${mappedNamespace(namespace, context)}`;
    if (mapped === name) return name;
    if (servicesOf(context.index).has(`${namespace}/${service}`)) {
      names.found.push({ name, mapped });
      return mapped;
    }
    if (pods === '' && isHost(text, name, at)) names.doubtful.push({ name, mapped });
    return name;
  });
}

/** Where a host stands: alone, after `//` or `@`, or before a port. */
function isHost(text: string, name: string, at: number): boolean {
  const before = text.slice(0, at);
  return (
    text.trim() === name ||
    before.endsWith('//') ||
    before.endsWith('@') ||
    /^:\d/.test(text.slice(at + name.length, at + name.length + 2))
  );
}
