/**
 * The one file that you edit: which accounts take part, and which routes may be sailed.
 * A route is directed: `prod-to-dev` gives nobody a way from dev to prod.
 */
import type { Config } from './core/clone/config.ts';

const config: Config = {
  /** Where the state machines run; best in the account or Region of the targets. */
  hub: { account: '111122223333', region: 'eu-west-1' },
  /** A name for this installation; it is the ExternalId that the members' roles ask for. Unique, not secret. */
  installation: 'kubeferry-example',
  routes: [
    {
      name: 'prod-to-dev',
      source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
      target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
      mayQuiesce: true,
    },
  ],
};

export default config;
