import { type Path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import { type Cloud, cloudOf, isBetweenClouds, type Mappings, type TranslationContext } from '../context.ts';
import { edit } from '../edit.ts';
import { inOneHome } from '../one-home.ts';
import { CONTAINER_LISTS, kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { changed, warning } from '../verdicts.ts';

const IMAGES: Path[] = [
  ...CONTAINER_LISTS.map((list) => ['spec', list, '*', 'image']),
  ['spec', 'volumes', '*', 'image', 'reference'],
];

export const mapImages: Rule = {
  name: 'map-images',
  description: 'Image names get the registry that the request maps; the longest prefix wins.',
  appliesTo: POD_KINDS,
  apply(object, context) {
    const findings: RuleFinding[] = [];
    const template = POD_TEMPLATES[kindKey(object)]!;
    const mapped = IMAGES.reduce((current: KubeObject, where) => {
      return edit(current, [...template, ...where], (image, at) => {
        const after = mappedImage(String(image), context.mappings);
        const owner = ownerOf(after, context);
        if (owner) {
          const sentence = `Image ${after} lies in a registry of ${owner}; let the target pull from there, or map it in mappings.images.`;
          findings.push(warning(pointer(at), sentence));
        }
        return after;
      });
    }, object);
    return changed(object, mapped, findings);
  },
};

const byLength = memo((images: Mappings['images']) =>
  Object.entries(images).toSorted(([a], [b]) => b.length - a.length),
);

function mappedImage(image: string, { images }: Mappings): string {
  for (const [from, to] of byLength(images)) {
    for (const name of [image, fullName(image)]) {
      // A mirror below the mapped prefix (quay.io -> quay.io/mirror) must not be mapped twice.
      const isMapped = to.startsWith(from) && name.startsWith(to);
      if (hasPrefix(name, from) && !isMapped) return to + name.slice(from.length);
    }
  }
  return image;
}

/** A prefix ends where a part of the name ends. */
function hasPrefix(image: string, prefix: string): boolean {
  return (
    image.startsWith(prefix) && (/[/:@]$/.test(prefix) || ['', '/', ':', '@'].includes(image.charAt(prefix.length)))
  );
}

/** `postgres:17` is `docker.io/library/postgres:17` (https://github.com/distribution/reference). */
function fullName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `docker.io/library/${image}`;
  return /[.:]/.test(first) || first === 'localhost' ? image : `docker.io/${image}`;
}

/** Nodes of a cloud have rights in its own registries: of another account or cloud none, unless somebody gives them. */
const REGISTRIES: Record<Cloud, RegExp> = { aws: /^\d{12}\.dkr\.ecr\./, azure: /^[a-z0-9-]+\.azurecr\.(io|cn|us)\// };

/** Whose registry an image is private to, where the target is another's. */
function ownerOf(image: string, context: TranslationContext): string | undefined {
  const { source, target } = context;
  if (source.account !== target.account && image.startsWith(`${source.account}.dkr.ecr.`))
    return `account ${source.account}`;
  const isElsewhere = isBetweenClouds(context) || (cloudOf(source) === 'azure' && !inOneHome(source, target));
  const isCounterpart = Object.values(context.mappings.images).some((mapped) => hasPrefix(image, mapped));
  return isElsewhere && !isCounterpart && REGISTRIES[cloudOf(source)].test(image) ? NAMES[cloudOf(source)] : undefined;
}

const NAMES: Record<Cloud, string> = { aws: 'AWS (ECR)', azure: 'Azure (ACR)' };
