import { sayNames } from '../../core/plan/say-names.ts';

export interface Place {
  account: string;
  region: string;
  cluster: string;
}

interface Heading {
  source?: Place | undefined;
  target?: Place | undefined;
  namespaces?: string[] | undefined;
  mapped?: Record<string, string> | undefined;
  hash?: string | undefined;
  askedBy?: string | undefined;
}

const placeText = ({ cluster, account, region }: Place) => `${cluster} (account ${account}, ${region})`;

/** From where to where, under which names, and the whole hash: what a person has to know before anything else. */
export function headingLines({ source, target, namespaces, mapped, hash, askedBy }: Heading): string[] {
  const names = sayNames({ namespaces: namespaces ?? [], mapped: mapped ?? {} });
  return [
    ...(source && target ? [`  from ${placeText(source)}`, `  to   ${placeText(target)}`] : []),
    ...(names ? [`  namespaces: ${names}`] : []),
    ...(askedBy ? [`  asked for by ${askedBy}`] : []),
    ...(hash ? [`  hash ${hash}`] : []),
  ];
}
