import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { FilesView } from './file-schemas.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';

/** Longer than a download takes to begin, and shorter than an address that is passed on by mistake is of use. */
export const LINK_SECONDS = 300;

/** Addresses of what a run has written for people; none where the name is another route's. */
export async function listFiles(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  const keys = keysOf(run.name);
  const record = await findRecord<{ clone: Clone }>(tools.store, keys.clone);
  const own = record?.clone.route.name === route ? [keys.reportPage, keys.report, keys.plan] : [];
  const found = await Promise.all(own.map((key) => fileAt(key, run.name, tools)));
  const view: FilesView = { id: run.name, route, seconds: LINK_SECONDS, files: found.flat() };
  return jsonAnswer(200, view);
}

async function fileAt(key: string, id: string, { store, fileLinks }: ApiTools): Promise<FilesView['files']> {
  // A report may be long, and is not read to see whether there is one.
  for await (const there of store.list(key)) {
    if (there !== key) continue;
    const name = key.slice(key.lastIndexOf('/') + 1);
    return [{ name, url: await fileLinks.link(key, `${id}-${name}`) }];
  }
  return [];
}
