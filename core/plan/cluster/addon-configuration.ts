import type { Finding } from '../../../kube/finding.ts';
import type { Place } from '../../base/request/end.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

/** Names of the source that stand in the configuration of add-ons as plain words: only a person can tell what they mean there. */
export function configurationFindings(cluster: string, { addons }: Blueprint, source: Place, target: Place): Finding[] {
  const words = (['region', 'account', 'cluster'] as const)
    .filter((what) => source[what] !== target[what])
    .map((what) => ({ what, word: source[what] }));
  return addons.flatMap(({ name, configurationValues = '' }) =>
    words
      .filter(({ word }) => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(withoutArns(configurationValues)))
      .map(({ what, word }) => {
        const sentence = `The configuration of the add-on ${name} names "${word}", which is the ${what} of the source, and is copied as it is. Correct it in the new cluster if it means that (aws eks update-addon --configuration-values).`;
        const field = `addons.${name}.configurationValues`;
        return clusterFinding('warning', cluster, field, sentence, { current: word });
      }),
  );
}

/** Those have a word of their own where the route does not map them. */
const withoutArns = (text: string) => text.replaceAll(/arn:[^\s"',]+/g, '');
