// The manifests have no finding; and each that is broken in one way has just the finding of that.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findingsOf } from './check.mjs';
import { breakDocuments, readFixtures } from './fixtures.mjs';
import { HERE, overlays, render, System } from './manifests.mjs';
import { missingPrograms, PROGRAMS } from './sources.mjs';
import { TypeCheck } from './types.mjs';

const rendered = new Map(overlays().map((overlay) => [overlay, render(overlay)]));
const fixtures = readFixtures().map((fixture) =>
  ({ ...fixture, documents: breakDocuments(rendered.get(fixture.overlay).documents, fixture) }));
const types = new TypeCheck();
for (const { documents } of [...rendered.values(), ...fixtures]) documents.forEach((document) => types.add(document));
types.run();

// Where in the checks findings were made, and of what fields something was demanded and did not hold.
const places = new Set();
const demanded = new Set();
const unmet = new Set();
class Watched extends System {
  demand(document, at, field, holds, what) {
    const asked = `${/(spec|ontainers\[\d+\])$/.exec(at)[1] === 'spec' ? 'pod' : 'container'}: ${field}`;
    demanded.add(asked);
    if (!holds) unmet.add(asked);
    super.demand(document, at, field, holds, what);
  }

  find(...finding) {
    places.add(/([a-z]+\.mjs):(\d+):\d+\)?$/.exec(new Error().stack.split('\n')[2]).slice(1, 3).join(':'));
    super.find(...finding);
  }
}

for (const [overlay, { documents, findings }] of rendered) {
  test(`${overlay} has no finding`, () => {
    assert.deepEqual(findings, []);
    assert.deepEqual(findingsOf(new System(overlay, documents), types), []);
  });
}

test('the programs are there to be asked', () => {
  assert.deepEqual(missingPrograms(), [], `not in ${PROGRAMS}`);
});

for (const { file, what, overlay, documents, finding } of fixtures) {
  test(`${file}: ${what}`, () => {
    assert.deepEqual(findingsOf(new Watched(overlay, documents), types), [finding]);
  });
}

test('every kind of manifest is broken by one', () => {
  const kinds = new Set([...rendered.values()].flatMap(({ documents }) => documents.map(({ kind }) => kind)));
  const broken = new Set(fixtures.flatMap(({ changes }) => changes.map(({ of, add }) => add?.kind ?? of.split('/')[0])));
  assert.deepEqual([...kinds].filter((kind) => !broken.has(kind)), []);
});

test('every check finds what is broken in one of them', () => {
  const checks = readdirSync(HERE).filter((file) => /^[a-z]+\.mjs$/.test(file)).flatMap((file) =>
    readFileSync(path.join(HERE, file), 'utf8').split('\n').flatMap((line, index) =>
      /\bsystem\.find\(/.test(line) ? [`${file}:${index + 1}`] : []));
  assert.deepEqual(checks.filter((check) => !places.has(check)), []);
});

test('every field of which something is demanded is broken in one of them', () => {
  assert.ok(demanded.size > 0);
  assert.deepEqual([...demanded].filter((field) => !unmet.has(field)), []);
});

test('what cannot be rendered is told', () => {
  const { documents, findings } = render('of-nobody');
  assert.equal(documents.length, 0);
  assert.match(findings.join('\n'), /^of-nobody: kustomize: Error: .*of-nobody/);
});

const command = (words, env = {}) => spawnSync(process.execPath, [path.join(HERE, 'k8s_check.mjs'), ...words],
  { encoding: 'utf8', env: { ...process.env, ...env } });

test('the command ends with 1 where there are no programs to ask, unless it is told so', () => {
  const elsewhere = { TERTIAL_BIN_DIR: path.join(HERE, 'broken') };
  const { status, stdout, stderr } = command(['dev'], elsewhere);
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /not shown to tertial, .*`make build` first/);
  assert.equal(command(['dev', '--without-programs'], elsewhere).status, 0);
});

test('the command tells findings and ends with 1', () => {
  const { status, stdout } = command(['of-nobody']);
  assert.equal(status, 1);
  assert.match(stdout, /^of-nobody: kustomize: Error: .*of-nobody.*\n$/);
});
