import type { Finding } from '../../../../kube/finding.ts';
import { withoutPasswords } from '../../../translate/privacy.ts';
import type { Described } from '../read-parts.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';

/** Those that are on. Of their configuration nothing that may be a secret is taken: plans are read by people. */
export function readAddons(
  cluster: string,
  profiles: Record<string, Described> = {},
): { addons: AksBlueprint['cluster']['addons']; findings: Finding[] } {
  const on = Object.entries(profiles).filter(([, { enabled }]) => enabled);
  const read = on.map(([addon, { config = {} }]) => {
    const settings = Object.entries(config as Record<string, string>);
    const secret = settings.filter(maybeSecret).map(([key]) => key);
    const sentence = `The add-on ${addon} of AKS is configured by ${secret.join(', ')}, which may be a secret and is not carried over: set it in the new cluster by hand.`;
    return {
      addon: [addon, { config: Object.fromEntries(settings.filter(([key]) => !secret.includes(key))) }] as const,
      findings: secret.length > 0 ? [aksFinding('warning', cluster, `cluster.addons.${addon}`, sentence)] : [],
    };
  });
  return {
    addons: Object.fromEntries(read.map(({ addon }) => addon)),
    findings: read.flatMap(({ findings }) => findings),
  };
}

/** A switch is none, whatever its name, such as `useAADAuth`; any key may be one. */
const maybeSecret = ([name, value]: [string, string]) =>
  !/^(?:true|false)$/i.test(value) && (/key$/i.test(name) || withoutPasswords({ [name]: value })[name] !== value);
