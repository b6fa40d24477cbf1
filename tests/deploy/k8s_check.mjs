// Renders every overlay of deploy/k8s, or those named, and prints what is wrong with it, a line each: overlay, manifest,
// where in it, and what. Exit code 1 when there is anything, or the programs are not built that flags and policy are
// shown to; --without-programs leaves that out. README.md tells what is looked at.
import { findingsOf } from './check.mjs';
import { overlays, render, System } from './manifests.mjs';
import { missingPrograms, PROGRAMS } from './sources.mjs';
import { TypeCheck } from './types.mjs';

const types = new TypeCheck();
const systems = [];
const findings = [];
const named = process.argv.slice(2).filter((word) => word !== '--without-programs');
const lacking = process.argv.includes('--without-programs') ? [] : missingPrograms();
for (const overlay of named.length ? named : overlays()) {
  const rendered = render(overlay);
  findings.push(...rendered.findings);
  if (rendered.findings.length) continue;
  systems.push(new System(overlay, rendered.documents));
  rendered.documents.forEach((document) => types.add(document));
}
types.run();
for (const system of systems) findings.push(...findingsOf(system, types));

for (const finding of findings) console.log(finding);
if (lacking.length) console.error(`Flags and policy were not shown to ${lacking.join(', ')}: not in ${PROGRAMS}; \`make build\` first.`);
const counted = systems.map((system) => `${system.documents.length} of ${system.overlay}`).join(', ');
console.error(`k8s-check: manifests: ${counted}; findings: ${findings.length}`);
process.exitCode = findings.length || lacking.length ? 1 : 0;
