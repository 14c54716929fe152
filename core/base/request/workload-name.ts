const NAME = /^([A-Za-z]+(?:\.[a-z0-9.-]+)?)\/([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/([^\s/%,=]+)$/;

/** `Deployment/shop/web` or `Rollout.argoproj.io/shop/web`; undefined for anything else. */
export function workloadNamed(text: string): { kind: string; namespace: string; name: string } | undefined {
  const [, kind, namespace, name] = NAME.exec(text) ?? [];
  return kind && namespace && name ? { kind, namespace, name } : undefined;
}
