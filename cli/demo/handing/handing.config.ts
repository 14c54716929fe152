import type { Config } from '../../../core/base/request/config.ts';
import sameAccount from '../same-account.config.ts';

/** Both clusters in one account and zone, on a route whose migrations may give volumes to the target as they are. */
const config: Config = { ...sameAccount, routes: sameAccount.routes.map((route) => ({ ...route, handOver: true })) };

export default config;
