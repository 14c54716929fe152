import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';
import { intoShop } from './shop.ts';

/** The example's route into a cluster of AKS; account and Region of the target are those of the role that Entra ID trusts. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target, ...route }) => ({
    ...route,
    target: intoShop(target),
  })),
};

export default config;
