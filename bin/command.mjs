#!/usr/bin/env node
/**
 * The command `kubeferry`. In a checkout it is the sources, which the checkout's own Node runs as they are; in the
 * published package, where no Node runs TypeScript (https://nodejs.org/api/typescript.html#type-stripping-in-dependencies),
 * it is what `npm pack` has built of them.
 */
import { existsSync } from 'node:fs';

const sources = new URL('../cli/main.ts', import.meta.url);
await import(existsSync(sources) ? sources : new URL('../dist/main.mjs', import.meta.url));
