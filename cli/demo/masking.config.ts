import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

const IMAGE = 'registry.example.com/mask-orders:1';

/** The example's route, on which the customers of each order are masked before anything of a clone starts. */
const config: Config = {
  ...example,
  routes: example.routes.map((route) => ({
    ...route,
    masking: {
      jobs: ['data-orders-0', 'data-orders-1'].map((claim, at) => ({
        name: `orders-${at}`,
        namespace: 'shop',
        image: IMAGE,
        command: ['mask', '--table', 'orders', '--column', 'customer'],
        claims: { '/data': claim },
        timeoutSeconds: 600,
      })),
      unmasked: ['shop/catalog-files'],
    },
  })),
};

export default config;
