// What manifests take from elsewhere in the source, and what the programs say to it: files of flags, the policy, the
// area registry, the rules of Prometheus.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { flagsOf, K8S, ROOT, withoutHash } from './manifests.mjs';

export const AREAS = path.join(ROOT, 'data/areas');
export const MONITORING = path.join(ROOT, 'deploy/monitoring');

// Where the programs are: what they refuse is asked of them where they have been built.
export const PROGRAMS = process.env.TERTIAL_BIN_DIR ?? path.join(ROOT, 'build/bin');
const haveProgram = (program) => existsSync(path.join(PROGRAMS, program));

export const missingPrograms = () =>
  ['tertial', ...['indicators', 'workforce', 'politics', 'climate', 'gateway'].map((service) => `tertial-${service}`)]
    .filter((program) => !haveProgram(program));

export function checkSources(system) {
  for (const one of system.servers()) checkFlags(system, one);
  checkVersion(system);
  checkPolicy(system);
  checkAreas(system);
  checkRules(system);
}

const answers = new Map();

// What a program says to files: {code, error}. The same is asked once.
function ask(program, files, argumentsOf, env = {}) {
  const key = JSON.stringify([program, files, env]);
  if (!answers.has(key)) {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'tertial-k8s-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
      const { status, stderr, error } = spawnSync(path.join(PROGRAMS, program), argumentsOf(directory),
        { encoding: 'utf8', env: { PATH: process.env.PATH, ...env }, timeout: 30_000 });
      const said = String(error ?? stderr).trim().split('\n')[0].replaceAll(`${directory}/`, '');
      answers.set(key, { code: status, said });
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
  return answers.get(key);
}

// The program takes the file and the variables: no flag that it has not, no value that it refuses.
function checkFlags(system, one) {
  const { file } = flagsOf(one, system);
  const program = path.basename(one.server.command?.[0] ?? '');
  if (one.server.command?.[0] !== `/usr/bin/${program}` || !/^tertial-[a-z]+$/.test(program)) {
    system.find(one.document, `${one.at}.spec.containers[0].command`, `${one.server.command} is no program of an image`);
    return;
  }
  if (file?.text === undefined || !haveProgram(program)) return;
  const env = Object.fromEntries((one.server.env ?? []).map(({ name, value }) => [name, value]));
  const { code, said } = ask(program, { flags: file.text },
    (directory) => ['--config', path.join(directory, 'flags'), '--print-config'], env);
  if (code !== 0) system.find(`ConfigMap/${withoutHash(file.name)}`, file.key, `${program} refuses it: ${said}`);
}

// What is none is told beside its callers.
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function checkPolicy(system) {
  const policy = system.get('ConfigMap', 'policy')?.data?.['policy.json'];
  if (policy === undefined || !isJson(policy) || !haveProgram('tertial')) return;
  const { code, said } = ask('tertial', { 'policy.json': policy },
    (directory) => ['who-can', 'GetReport', '--policy', path.join(directory, 'policy.json'), '--areas', AREAS]);
  if (code !== 0) system.find('ConfigMap/policy', 'policy.json', `is refused: ${said}`);
}

// All is of the version that the source is of, or of a build of it: 0.1.0, 0.1.0-1a2b3c4.
function checkVersion(system) {
  const [, version] = /^project\(tertial VERSION ([0-9.]+)/m.exec(readFileSync(path.join(ROOT, 'CMakeLists.txt'), 'utf8'));
  for (const { document, containers, spec } of system.workloads()) {
    const said = document.metadata.labels?.['app.kubernetes.io/version'];
    if (said !== version && !said?.startsWith(`${version}-`)) {
      system.find(document, 'metadata.labels["app.kubernetes.io/version"]', `is ${said}; the source is of version ${version}`);
    }
    for (const { name, image } of [...(spec.initContainers ?? []), ...containers]) {
      const [, tag] = /:([^:/@]+)(@|$)/.exec(image) ?? [];
      // What names no version is told of every container (pods.mjs).
      if (tag !== undefined && tag !== 'latest' && tag !== said) system.find(document, `image of ${name}`, `is of version ${tag}, and labelled ${said}`);
    }
  }
}

function checkAreas(system) {
  const files = readdirSync(AREAS).filter((name) => name.endsWith('.csv')).sort();
  const data = system.of('ConfigMap').find((map) => withoutHash(map.metadata.name) === 'areas')?.data ?? {};
  for (const name of new Set([...files, ...Object.keys(data)])) {
    if (!files.includes(name) || data[name] !== readFileSync(path.join(AREAS, name), 'utf8')) {
      system.find('ConfigMap/areas', name, `is not what data/areas/${name} says`);
    }
  }
}

// The files with rules, by the name of the PrometheusRule that has them.
export const ruleFiles = () => new Map(readdirSync(MONITORING).filter((name) => name.endsWith('.yaml'))
  .map((name) => [path.basename(name, '.yaml'), path.join(MONITORING, name)])
  .filter(([, file]) => parse(readFileSync(file, 'utf8'))?.groups !== undefined));

// How a file of rules stands in a PrometheusRule: as it is, two levels down.
export function ruleManifest(name, file) {
  const text = readFileSync(file, 'utf8').replace(/^(?=.)/gm, '  ');
  return `# Written by tests/deploy/write_rules.mjs of deploy/monitoring/${name}.yaml: change that.\n` +
    'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n' +
    `  name: ${name}\nspec:\n${text}`;
}

export const RULES = path.join(K8S, 'components/monitoring/rules');

function checkRules(system) {
  if (system.of('ServiceMonitor').length === 0) return;
  const again = 'run node tests/deploy/write_rules.mjs';
  for (const rule of system.of('PrometheusRule')) {
    if (!ruleFiles().has(rule.metadata.name)) system.find(rule, 'metadata.name', 'no file of deploy/monitoring has such rules');
  }
  for (const [name, file] of ruleFiles()) {
    const rule = system.get('PrometheusRule', name);
    if (rule === undefined) {
      system.find(`PrometheusRule/${name}`, 'spec', `is missing; ${again}`);
    } else if (!isDeepStrictEqual(rule.spec.groups, parse(readFileSync(file, 'utf8')).groups)) {
      system.find(rule, 'spec.groups', `are not those of deploy/monitoring/${name}.yaml; ${again}`);
    }
  }
}
