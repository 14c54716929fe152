import { createReadStream, existsSync, statSync } from 'node:fs';
import { untar } from '../../adapters/velero/untar.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import { isRead, Kinds, readTarball } from '../../core/plan/velero/read-tarball.ts';
import { isFleeting } from '../../core/translate/tables/never-exported.ts';
import { groupOf, type KubeObject } from '../../kube/kube-object.ts';

/** The objects of a Velero backup, each at the version that its API server preferred; what is wrong with the file as a sentence. */
export async function readBackup(file: string): Promise<{ objects: KubeObject[]; problems: string[] }> {
  const wrong = (why: string) => ({ objects: [], problems: [`${file}: ${why}`] });
  if (!existsSync(file) || !statSync(file).isFile()) return wrong('there is no such file.');
  try {
    const kinds = new Kinds();
    const objects = await Array.fromAsync(readTarball(untar(createReadStream(file), isRead), kinds));
    const served = new Set(preferred(kinds));
    return { objects: objects.filter((object) => served.has(nameOf(object)) && !isFleeting(object)), problems: [] };
  } catch (error) {
    if (error instanceof KubeferryError) return wrong(error.message);
    throw error;
  }
}

/** Each kind once, where a backup has several versions of it. */
function preferred(kinds: Kinds): string[] {
  const byKind = Map.groupBy(kinds.served(), ({ apiVersion, kind }) => `${groupOf(apiVersion)} ${kind}`);
  return [...byKind.values()].map(([first]) => nameOf(first!));
}

const nameOf = ({ apiVersion, kind }: { apiVersion: string; kind: string }) => `${apiVersion} ${kind}`;
