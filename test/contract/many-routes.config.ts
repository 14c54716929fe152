import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

const ROUTES = 500;
const CLUSTERS = 100;
const STACKS = 15;
const [plain] = example.routes;

const nth = (at: number) => String(at).padStart(3, '0');

/** The first route's source and target are those of the example; the others begin at 100 clusters in 50 accounts. */
const config: Config = {
  ...example,
  routes: Array.from({ length: ROUTES }, (_, at) => ({
    name: `route-${nth(at)}`,
    stack: `part-${at % STACKS}`,
    mayQuiesce: at % 2 === 0,
    source:
      at === 0
        ? plain!.source
        : {
            account: String(222200000000 + (at % (CLUSTERS / 2))),
            region: 'us-east-1',
            cluster: `production-${nth(at % CLUSTERS)}`,
          },
    target:
      at === 0
        ? plain!.target
        : { account: '444455556666', region: 'eu-west-1', cluster: at % 5 === 0 ? 'dev' : `dev-${at % 5}` },
  })),
};

export default config;
