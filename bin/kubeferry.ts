/**
 * The CDK app. `npx cdk synth`, or `node bin/kubeferry.ts` with CDK_OUTDIR, needs no credentials:
 * every account and Region is named in kubeferry.config.ts, and nothing is looked up.
 */
import { App } from 'aws-cdk-lib';
import config from '../kubeferry.config.ts';
import { addStacks } from '../lib/app.ts';
import { FLAGS } from '../lib/flags.ts';
import { bundleSteps } from '../lib/functions/bundle.ts';
import { checkByAwsSolutions } from '../lib/nag.ts';

const app = new App({ postCliContext: FLAGS });
addStacks(app, config, { code: bundleSteps({ lambdas: 'lambdas', into: 'build/lambdas' }) });
checkByAwsSolutions(app);
app.synth();
