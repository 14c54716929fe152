import type * as z from 'zod';
import type { Config } from '../../core/base/request/config.ts';
import type { HostedUi } from '../../core/base/request/hosted-ui.ts';
import { partitionOf } from '../../core/base/request/partition.ts';

/** Rules of an identity pool for one issuer (https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_RulesConfigurationType.html). */
const MOST_GROUPS = 25;
const CLOUDFRONT = /^https:\/\/[a-z0-9]+\.cloudfront\.net$/;

/** What is wrong with the hosted page beyond the shape of its fields; each sentence has the way out. */
export function uiMistakes({ ui, hub, routes }: Pick<z.output<typeof Config>, 'ui' | 'hub' | 'routes'>): string[] {
  if (!ui) return [];
  return [
    ...(partitionOf(hub.region) === 'aws'
      ? []
      : [
          `ui: CloudFront is not in the partition ${partitionOf(hub.region)} of the hub: leave ui out, and use kubeferry ui.`,
        ]),
    ...groupMistakes(
      ui,
      routes.map(({ name }) => name),
    ),
    ...nameMistakes(ui),
  ];
}

function groupMistakes({ groups, match }: HostedUi, routes: string[]): string[] {
  const values = Object.keys(groups);
  const counted =
    values.length >= 1 && values.length <= MOST_GROUPS
      ? []
      : [`ui.groups has ${values.length} groups: an identity pool takes 1 to ${MOST_GROUPS} rules for an issuer.`];
  const unknown = Object.entries(groups).flatMap(([value, rights]) =>
    Object.values(rights)
      .flat()
      .filter((route) => !routes.includes(route))
      .map((route) => `ui.groups "${value}": no route "${route}"; there are ${routes.join(', ')}.`),
  );
  const empty = values
    .filter((value) => Object.keys(groups[value] ?? {}).length === 0)
    .map((value) => `ui.groups "${value}" has no right: name a group of rights with routes, or leave it out.`);
  return [...counted, ...unknown, ...empty, ...(match === 'contains' ? sharedMistakes(values) : [])];
}

/** "Contains" may be said of a text as well as of a list, so that the shorter name would be found in the longer one. */
const sharedMistakes = (values: string[]) =>
  values.flatMap((value) =>
    values
      .filter((other) => other !== value && other.includes(value))
      .map(
        (other) =>
          `ui.groups: "${value}" is part of "${other}", and whoever is in the latter might get the rights of the former: ` +
          "use other groups, or match: 'equals' where the claim has one group.",
      ),
  );

function nameMistakes({ origin, certificateArn }: HostedUi): string[] {
  if (certificateArn && (!origin || CLOUDFRONT.test(origin)))
    return ['ui.certificateArn is for a name of your own: write it as ui.origin, or leave the certificate out.'];
  if (origin && !certificateArn && !CLOUDFRONT.test(origin))
    return [`ui.origin ${origin} is a name of your own: give its certificate as ui.certificateArn.`];
  return [];
}
