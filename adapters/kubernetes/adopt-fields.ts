import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import { entriesOf } from '../../kube/managed-fields.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { adoptedFields } from './adopted-fields.ts';
import { isNotThere, objectIn } from './answers.ts';
import type { Call } from './call.ts';
import { METADATA_OF_ONE } from './list.ts';
import { objectPath } from './paths.ts';

/** Others write to it as well, a controller to its status for example. */
const ATTEMPTS = 5;

/**
 * Makes the manager's written fields applied ones, as `ClusterApi.adoptFields` says. `noted` learns of the object that came of it.
 * Somebody who changes the object all the time keeps the fields as they were: the apply that follows removes less then.
 */
export async function adoptFields(
  call: Call,
  resource: ServedResource,
  ref: ObjectRef,
  { manager, uid }: { manager: string; uid?: string | undefined },
  noted: (object: ReturnType<typeof objectIn>) => void,
): Promise<void> {
  const path = objectPath(resource, ref);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const what = `read the owners of ${refText(ref)}`;
    const found = await call(what, { method: 'GET', path, accept: METADATA_OF_ONE }, [404]);
    if (isNotThere(what, found)) return;
    const object = objectIn(what, found.body);
    const { metadata } = object;
    const managedFields = adoptedFields(entriesOf(object), manager);
    if (!managedFields || (uid !== undefined && metadata.uid !== uid)) return;
    const changed = await call(
      `take over the owners of ${refText(ref)}`,
      {
        method: 'PATCH',
        path: objectPath(resource, ref, { fieldManager: manager }),
        contentType: 'application/json-patch+json',
        // With the version it is a conflict when somebody was first (csaupgrade, `UpgradeManagedFieldsPatch`).
        body: [
          { op: 'replace', path: '/metadata/managedFields', value: managedFields },
          { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
        ],
        mayShowSecrets: true,
      },
      [404, 409],
    );
    if (changed.status === 404) return;
    if (changed.status !== 409) return noted(objectIn(`take over the owners of ${refText(ref)}`, changed.body));
  }
}
