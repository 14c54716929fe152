/** The image without registry port confusion, tag and digest (https://github.com/distribution/reference). */
export function repositoryOf(image: string): string {
  const name = image.split('@')[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** Whether a repository is that one, in whichever registry: `quay.io/strimzi/operator` is `strimzi/operator`. */
export const endsWithPart = (name: string, end: string) => name === end || name.endsWith(`/${end}`);
