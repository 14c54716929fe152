import { fileURLToPath } from 'node:url';
import { STRATEGIES } from '../../../core/base/strategies.ts';

/** The configuration of a demo that hands volumes over. */
export const WITH_HANDING = fileURLToPath(new URL('handing.config.ts', import.meta.url));

/** How it asks for that. */
export const GIVING = STRATEGIES.find(({ givesVolume }) => givesVolume)!.name;
