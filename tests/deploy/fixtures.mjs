// Broken manifests, kept as what is changed of an overlay (broken/*.yaml), each with the one line that the check says to
// it. A change is told by the field, as findings name it: it is set (`to`), appended to, removed,
// or has a piece of its text replaced; or a manifest is added or removed.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { HERE, nameOf, withoutHash } from './manifests.mjs';

export function readFixtures() {
  return readdirSync(path.join(HERE, 'broken')).sort().flatMap((file) =>
    parse(readFileSync(path.join(HERE, 'broken', file), 'utf8')).map((fixture) => ({ file, ...fixture })));
}

const stepsOf = (place) => [...place.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)]
  .map(([, quoted, index, name]) => quoted ?? (index !== undefined ? Number(index) : name));

// The documents of an overlay as the fixture makes them. What it does not change is shared.
export function breakDocuments(documents, { changes }) {
  const broken = [...documents];
  for (const change of changes) {
    if (change.add !== undefined) {
      broken.push(change.add);
      continue;
    }
    const place = broken.findIndex((document) =>
      [nameOf(document), withoutHash(nameOf(document))].includes(change.of));
    if (place < 0) throw new Error(`there is no ${change.of}`);
    if (change.remove === true && change.at === undefined) {
      broken.splice(place, 1);
      continue;
    }
    broken[place] = structuredClone(broken[place]);
    changeField(broken[place], change);
  }
  return broken;
}

function changeField(document, { of, at, ...change }) {
  const steps = stepsOf(at);
  const last = steps.pop();
  let holder = document;
  for (const step of steps) holder = holder[step] ??= {};
  const before = holder[last];
  if (change.remove) {
    if (Array.isArray(holder)) holder.splice(last, 1);
    else delete holder[last];
  } else if (change.replace) {
    holder[last] = before.replace(...change.replace);
  } else if (change.append !== undefined) {
    holder[last] = [...before, change.append];
  } else {
    holder[last] = change.to;
  }
  if (before === holder[last] && !change.remove) throw new Error(`${of}: ${at} is not changed`);
}
