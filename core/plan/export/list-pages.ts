import type { ClusterApi, ListOptions, RestOfList } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';

/** Where in the lists of one kind an export stopped: behind a page of the whole cluster, or of one of its namespaces. */
export interface PlaceInKind {
  /** Which of the namespaces is next, where they are listed one by one. */
  namespace?: number;
  /** Of the server. */
  token?: string;
  /** The list was begun again, and what follows in it may be exported as well. */
  again?: true;
}

export interface ListedPage {
  objects: KubeObject[];
  /** What follows behind it; where it is not known, nobody can stop here. */
  goOn?: PlaceInKind;
  rest?: RestOfList | undefined;
  /** The server has begun the list again: objects may be among these that an earlier page had. */
  again?: true;
}

/** The pages of one list, each with the place behind it; one empty page where there is nothing. */
export async function* listPages(
  api: ClusterApi,
  resource: ServedResource,
  { again: wasAgain, ...options }: ListOptions & Pick<PlaceInKind, 'again'>,
  placeBehind: (token: string | undefined) => PlaceInKind | undefined,
): AsyncGenerator<ListedPage> {
  let rest: RestOfList | undefined;
  let again = wasAgain === true;
  const told = (told: RestOfList) => {
    rest = told;
    again ||= told.again === true;
  };
  const page = (objects: KubeObject[], isEmpty = false): ListedPage => {
    // A source that keeps its objects by itself tells no rest: such a list is stopped at its end alone.
    const isKnown = isEmpty || rest?.more === false || rest?.token !== undefined;
    const place = isKnown ? placeBehind(rest?.token) : undefined;
    const goOn = place?.token !== undefined && again ? { ...place, again } : place;
    return { objects, rest, ...(goOn ? { goOn } : {}), ...(again ? { again } : {}) };
  };
  let isEmpty = true;
  for await (const objects of api.list(resource, { ...options, told })) {
    isEmpty = false;
    yield page(objects);
  }
  if (isEmpty) yield { ...page([], true), rest: { more: false } };
}
