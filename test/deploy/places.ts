import config from '../../kubeferry.config.ts';

export interface Place {
  account: string;
  region: string;
}

/** The route of kubeferry.config.ts, and its three places. */
const [route] = config.routes;
if (!route) throw new Error('kubeferry.config.ts has no route.');

export const ROUTE = route.name;
export const HUB: Place = config.hub;
export const ENDS = { source: route.source, target: route.target };

/** MiniStack takes an access key of twelve digits for the account that it is of. */
export const credentialsOf = ({ account }: Place) => ({ accessKeyId: account, secretAccessKey: 'unused' });

/** The environment of a command that works in a place, with nothing of the environment of whoever runs the tests. */
export const environmentOf = (place: Place, { endpoint, folder }: { endpoint: string; folder: string }) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: folder,
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: place.region,
  AWS_ACCESS_KEY_ID: place.account,
  AWS_SECRET_ACCESS_KEY: 'unused',
  AWS_EC2_METADATA_DISABLED: 'true',
});
