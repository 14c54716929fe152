import type { KubeObject } from '../../../kube/kube-object.ts';

interface Snapshot {
  objects: readonly KubeObject[];
  keptAt: number;
}

/** The moments that paged lists go on from; forgotten after a while, as etcd compacts its history. */
export class Snapshots {
  readonly #lifetimeMilliseconds: number;
  readonly #snapshots = new Map<string, Snapshot>();

  constructor(lifetimeMilliseconds: number) {
    this.#lifetimeMilliseconds = lifetimeMilliseconds;
  }

  keep(scope: string, revision: number, objects: readonly KubeObject[]): void {
    this.#forgetOld();
    const key = `${scope} ${revision}`;
    if (!this.#snapshots.has(key)) this.#snapshots.set(key, { objects, keptAt: Date.now() });
  }

  find(scope: string, revision: number): readonly KubeObject[] | undefined {
    this.#forgetOld();
    return this.#snapshots.get(`${scope} ${revision}`)?.objects;
  }

  #forgetOld(): void {
    const oldest = Date.now() - this.#lifetimeMilliseconds;
    for (const [key, snapshot] of this.#snapshots) if (snapshot.keptAt < oldest) this.#snapshots.delete(key);
  }
}
