/** The CDK app of the clusters; `run.ts` says in which account, and for whom. */
import { App } from 'aws-cdk-lib';
import { World } from './stack.ts';

const { ACCOUNT_TEST_ACCOUNT: account, ACCOUNT_TEST_REGION: region, ACCOUNT_TEST_PRINCIPAL: principal } = process.env;
if (!account || !region || !principal) throw new Error('npm run test:account starts this app, and says for whom.');
const app = new App();
new World(app, { env: { account, region }, principal });
app.synth();
