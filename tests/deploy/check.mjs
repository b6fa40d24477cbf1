// All checks of a system of manifests.
import { checkNetwork } from './network.mjs';
import { checkPods } from './pods.mjs';
import { checkReferences } from './references.mjs';
import { checkSources } from './sources.mjs';
import { checkTypes } from './types.mjs';

// Returns the findings, a line each. Every document of `system` was added to `types`, which has run. What is not of the
// form that its kind has is asked nothing else.
export function findingsOf(system, types) {
  checkTypes(system, types);
  if (system.findings.length) return system.findings;
  for (const check of [checkPods, checkReferences, checkNetwork, checkSources]) check(system);
  return system.findings;
}
