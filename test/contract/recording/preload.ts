/** For `node --import`: records what a process does into the file KUBEFERRY_RECORDING. */
import { isMainThread } from 'node:worker_threads';
import { recordCalls } from './record-calls.ts';

const file = process.env.KUBEFERRY_RECORDING;
if (file && isMainThread) recordCalls(file);
