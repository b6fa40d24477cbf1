// Writes the rules of deploy/monitoring as resources of the Prometheus operator: kustomize can put no file of another
// form into one. tests/deploy compares the two.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ruleFiles, ruleManifest, RULES } from './sources.mjs';

rmSync(RULES, { recursive: true, force: true });
mkdirSync(RULES);
for (const [name, file] of ruleFiles()) writeFileSync(path.join(RULES, `${name}.yaml`), ruleManifest(name, file));
writeFileSync(path.join(RULES, 'kustomization.yaml'),
  '# Written by tests/deploy/write_rules.mjs.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n\nresources:\n' +
  [...ruleFiles().keys()].sort().map((name) => `  - ${name}.yaml\n`).join(''));
