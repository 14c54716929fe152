import { isRecord } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { kindName } from '../../base/archive/catalog.ts';
import { KubeferryError } from '../../base/errors.ts';
import { placeInTarball, type TarballPlace } from './tarball-path.ts';

/** One file of a tarball. */
export interface TarballFile {
  path: string;
  body: Uint8Array;
}

/** Format of the tarball, as its first file says it; versions before 1.1.0 know no versions of APIs (Velero before 1.4). */
const VERSION_FILE = 'metadata/version';
export const FORMAT = /^1\.[1-9]\d*\./;

/** Whether a file of a tarball is one of those that `readTarball` reads. */
export const isRead = (path: string) => path === VERSION_FILE || placeInTarball(path) !== undefined;

/**
 * The objects of a Velero backup, and of which kinds they are. `kinds` fills as they are read, each kind at its preferred
 * version first once all are. A backup of some kinds only (`--include-resources`) holds no Namespace: those that are named
 * by paths are made. Throws InvalidRequest for what is no backup.
 */
export async function* readTarball(files: AsyncIterable<TarballFile>, kinds: Kinds): AsyncGenerator<KubeObject> {
  let format: string | undefined;
  const named = new Set<string>();
  const there = new Set<string>();
  for await (const { path, body } of files) {
    if (path === VERSION_FILE) format = textOf(body).trim();
    const place = placeInTarball(path);
    if (!place) continue;
    const object = objectIn(path, body);
    kinds.add(object, place);
    if (place.namespace) named.add(place.namespace);
    if (kindName(object) === kindName(NAMESPACE)) there.add(object.metadata.name);
    yield object;
  }
  refuseFormat(format);
  for (const name of [...named].filter((each) => !there.has(each)).toSorted()) {
    kinds.add(NAMESPACE, { resource: 'namespaces', group: '', version: 'v1', preferred: true });
    yield { ...NAMESPACE, metadata: { name } };
  }
}

const NAMESPACE: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '' } };

/** The kinds of a backup, as an API server's discovery would tell them. */
export class Kinds {
  readonly #found = new Map<string, { resource: ServedResource; preferred: boolean }>();

  add(object: KubeObject, { resource, namespace, preferred }: TarballPlace): void {
    const { apiVersion, kind } = object;
    const key = kindName(object);
    if (this.#found.has(key)) return;
    const served = { apiVersion, kind, resource, namespaced: namespace !== undefined, verbs: ['get', 'list'] };
    this.#found.set(key, { resource: served, preferred });
  }

  served(): ServedResource[] {
    return [...this.#found.values()]
      .toSorted((a, b) => Number(b.preferred) - Number(a.preferred))
      .map(({ resource }) => resource);
  }
}

function objectIn(path: string, body: Uint8Array): KubeObject {
  const object = parsed(textOf(body));
  if (isRecord(object) && typeof object.apiVersion === 'string' && typeof object.kind === 'string') {
    if (isRecord(object.metadata) && typeof object.metadata.name === 'string') return object as unknown as KubeObject;
  }
  throw new KubeferryError(
    'DataCorrupt',
    `File "${path}" of the backup is no object of Kubernetes. Nothing was changed. Take another backup.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (body: Uint8Array) => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');

function refuseFormat(format: string | undefined): void {
  if (format !== undefined && FORMAT.test(format)) return;
  const what =
    format === undefined ? `it has no ${VERSION_FILE}` : `its format is ${JSON.stringify(format.slice(0, 20))}`;
  throw new KubeferryError(
    'InvalidRequest',
    `This is no tarball of a Velero backup that kubeferry reads: ${what}, and Velero 1.4 and later write 1.1.0. ` +
      'Name the <backup>.tar.gz of a backup, from its object store or as velero backup download writes it.',
  );
}
