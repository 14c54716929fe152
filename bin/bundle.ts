/** `node bin/bundle.ts <folder>`: bundles all functions there, for syntheses by `KUBEFERRY_BUNDLES`. */
import { bundleSteps } from '../lib/functions/bundle.ts';

bundleSteps({ lambdas: 'lambdas', into: process.argv[2]! });
