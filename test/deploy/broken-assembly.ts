import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Template {
  Resources: Record<string, unknown>;
}

/**
 * A copy of a cloud assembly whose stack cannot be deployed to its end: the last thing that it makes is an alarm that
 * compares nothing, which CloudWatch refuses. What the copies share is linked.
 */
export function breakAtTheEnd(assembly: string, stack: string, into: string): string {
  const file = `${stack}.template.json`;
  const template = JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template;
  const broken = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { MetricName: 'None', Namespace: 'None', EvaluationPeriods: 1, Threshold: 1 },
    DependsOn: Object.keys(template.Resources),
  };
  const hash = hashOf(assembly, stack);
  for (const name of readdirSync(assembly)) {
    const from = join(assembly, name);
    if (name.startsWith('asset.')) symlinkSync(from, join(into, name));
    else cpSync(from, join(into, name), { recursive: true });
  }
  writeFileSync(
    join(into, file),
    JSON.stringify({ ...template, Resources: { ...template.Resources, Broken: broken } }),
  );
  // Templates lie in the bucket of the bootstrap under their hash: another template is another object.
  for (const name of ['manifest.json', `${stack}.assets.json`]) {
    const text = readFileSync(join(into, name), 'utf8');
    writeFileSync(join(into, name), text.replaceAll(hash, [...hash].reverse().join('')));
  }
  return into;
}

function hashOf(assembly: string, stack: string): string {
  const { files } = JSON.parse(readFileSync(join(assembly, `${stack}.assets.json`), 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const [hash] = Object.entries(files).find(([, { source }]) => source.path === `${stack}.template.json`) ?? [];
  if (!hash) throw new Error(`${assembly} has no template of ${stack}.`);
  return hash;
}
