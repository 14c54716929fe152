import { textAt } from '../../../kube/fields.ts';
import { edit } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

export const forgetTokenSecrets: Rule = {
  name: 'forget-token-secrets',
  description: 'A service account no longer names the token secrets that the source generated for it.',
  appliesTo: ['/ServiceAccount'],
  apply(object) {
    const generated = new RegExp(`^${RegExp.escape(object.metadata.name)}-(token|dockercfg)-[a-z0-9]{5}$`);
    const without = (list: unknown) => {
      if (!Array.isArray(list)) return list;
      const kept = list.filter((item) => !generated.test(textAt(item, 'name') ?? ''));
      return kept.length === list.length ? list : kept.length > 0 ? kept : undefined;
    };
    return changed(object, edit(edit(object, ['secrets'], without), ['imagePullSecrets'], without));
  },
};
