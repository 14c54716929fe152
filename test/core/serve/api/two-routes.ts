import type { Route } from '../../../../core/base/request/route.ts';

const place = (account: string, cluster: string) => ({
  account,
  region: 'eu-west-1',
  cluster,
  roleArn: `arn:aws:iam::${account}:role/kubeferry`,
  externalId: 'secret-looking',
});
/** Two routes from prod, both into namespace shop alone. */
const route = (name: string): Route => ({
  name,
  source: place('222233334444', 'prod'),
  target: { ...place('444455556666', 'dev'), kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:alias/kubeferry' },
  mayQuiesce: false,
  limits: { namespaces: ['shop'] },
  defaults: {},
});

export const TWO_ROUTES = [route('prod-to-dev'), route('prod-to-qa')];
