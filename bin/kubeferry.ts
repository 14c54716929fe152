/**
 * The CDK app. `npx cdk synth`, or `node bin/kubeferry.ts` with CDK_OUTDIR, needs no credentials:
 * every account and Region is named in the configuration, and nothing is looked up. KUBEFERRY_BUNDLES names a folder where
 * the functions lie bundled already.
 */
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { addStacks } from '../lib/app.ts';
import { loadConfig } from '../lib/config-file.ts';
import { FLAGS } from '../lib/flags.ts';
import { bundleSteps, stepsIn } from '../lib/functions/bundle.ts';
import { checkByAwsSolutions } from '../lib/nag.ts';

const own = fileURLToPath(new URL('../kubeferry.config.ts', import.meta.url));
const config = await loadConfig(process.env.KUBEFERRY_CONFIG, own);
const app = new App({ postCliContext: FLAGS });
const bundles = process.env.KUBEFERRY_BUNDLES;
const code = bundles ? stepsIn(bundles) : bundleSteps({ lambdas: 'lambdas', into: 'build/lambdas' });
addStacks(app, config, { code });
checkByAwsSolutions(app);
app.synth();
