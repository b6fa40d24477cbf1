// What every pod must be: who it runs as, what it may, what it is given, and how it is asked whether it lives.
import { flagsOf, NAMESPACE, portOf, selects, sourcesOf } from './manifests.mjs';

const USER = 10001;
// Secrets that no manifest makes: who deploys does (deploy/k8s/README.md). Whose they are.
const GIVEN_SECRETS = { 'person-keys': 'workforce' };
// The group of the pod may read them, and nobody may do more.
const MODE_OF_SECRETS = 0o440;
const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const SECONDS_TO_CLOSE = 10;

// Finds fields of a manifest that are not what they are to be.
const expecting = (system, document, at) => (field, actual, wanted, why = '') =>
  system.demand(document, at, field, actual === wanted, `is ${actual ?? 'not set'}; it is to be ${wanted ?? 'not set'}${why}`);

export function checkPods(system) {
  for (const one of system.workloads()) {
    checkPod(system, one);
    for (const { container, where } of one.placed) checkContainer(system, one, container, where);
    checkMounts(system, one);
    (one.spec.volumes ?? []).forEach((volume, index) => checkVolume(system, one, volume, `${one.at}.spec.volumes[${index}]`));
    if (one.server !== undefined) checkServer(system, one);
  }
  checkNamespaces(system);
}

function checkNamespaces(system) {
  for (const document of system.documents) {
    if (document.kind === 'Namespace') {
      const level = document.metadata.labels?.['pod-security.kubernetes.io/enforce'];
      if (level !== 'restricted') {
        system.find(document, 'metadata.labels', `pod-security.kubernetes.io/enforce is ${level}; it is to be restricted`);
      }
    } else if (document.metadata?.namespace !== NAMESPACE) {
      system.find(document, 'metadata.namespace', `is ${document.metadata?.namespace}; it is to be ${NAMESPACE}`);
    }
  }
  for (const account of system.of('ServiceAccount')) {
    if (account.automountServiceAccountToken !== false) {
      system.find(account, 'automountServiceAccountToken', 'is to be false: nothing here calls the API of Kubernetes');
    }
  }
}

function checkPod(system, one) {
  const { spec, at, document } = one;
  const expect = expecting(system, document, `${at}.spec`);
  expect('automountServiceAccountToken', spec.automountServiceAccountToken, false);
  expect('enableServiceLinks', spec.enableServiceLinks, false, ': their variables would be taken for flags');
  expect('securityContext.runAsNonRoot', spec.securityContext?.runAsNonRoot, true);
  expect('securityContext.runAsUser', spec.securityContext?.runAsUser, USER);
  expect('securityContext.runAsGroup', spec.securityContext?.runAsGroup, USER);
  expect('securityContext.fsGroup', spec.securityContext?.fsGroup, USER, ': it owns what is mounted');
  expect('securityContext.seccompProfile.type', spec.securityContext?.seccompProfile?.type, 'RuntimeDefault');
  for (const host of ['hostNetwork', 'hostPID', 'hostIPC']) expect(host, spec[host] ?? false, false);
  if (system.get('ServiceAccount', spec.serviceAccountName) === undefined) {
    system.find(document, `${at}.spec.serviceAccountName`, `there is no ServiceAccount ${spec.serviceAccountName}`);
  }
}

function checkContainer(system, one, container, at) {
  const expect = expecting(system, one.document, at);
  const security = container.securityContext ?? {};
  // What the pod says, unless the container says otherwise.
  expect('securityContext.runAsNonRoot', security.runAsNonRoot ?? true, true);
  expect('securityContext.runAsUser', security.runAsUser ?? USER, USER);
  expect('securityContext.runAsGroup', security.runAsGroup ?? USER, USER);
  expect('securityContext.seccompProfile.type', security.seccompProfile?.type ?? 'RuntimeDefault', 'RuntimeDefault');
  expect('securityContext.allowPrivilegeEscalation', security.allowPrivilegeEscalation, false);
  expect('securityContext.privileged', security.privileged ?? false, false);
  expect('securityContext.readOnlyRootFilesystem', security.readOnlyRootFilesystem, true);
  expect('securityContext.capabilities.drop', String(security.capabilities?.drop), 'ALL');
  expect('securityContext.capabilities.add', security.capabilities?.add, undefined);
  for (const bound of ['requests', 'limits']) {
    for (const resource of ['cpu', 'memory']) {
      system.demand(one.document, at, `resources.${bound}.${resource}`,
        container.resources?.[bound]?.[resource] !== undefined, 'is not set');
    }
  }
  system.demand(one.document, at, 'envFrom', container.envFrom === undefined, 'a variable is said where it is');
  (container.env ?? []).forEach(({ valueFrom }, index) => {
    if (valueFrom?.secretKeyRef || valueFrom?.configMapKeyRef) {
      system.find(one.document, `${at}.env[${index}].valueFrom`, 'a variable is said where it is; a secret is a file');
    }
  });
  const [, tag] = /:([^:/@]+)$/.exec(container.image) ?? [];
  if (!container.image?.includes('@sha256:') && (tag === undefined || tag === 'latest')) {
    system.find(one.document, `${at}.image`, `is ${container.image}; name a version, or a digest`);
  }
}

// Those that StatefulSets have made for their replicas.
const claimsOfStores = (system) => system.of('StatefulSet').flatMap(({ spec, metadata: { name } }) =>
  (spec.volumeClaimTemplates ?? []).map((claim) => `${claim.metadata.name}-${name}-0`));

// Each mount is one of a volume.
function checkMounts(system, { document, spec, placed }) {
  const volumes = [...(document.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata), ...(spec.volumes ?? [])];
  for (const { container, where } of placed) {
    (container.volumeMounts ?? []).forEach(({ name }, place) => {
      if (!volumes.some((volume) => volume.name === name)) {
        system.find(document, `${where}.volumeMounts[${place}].name`, `there is no volume ${name}`);
      }
    });
  }
}

// What a volume is made of is there.
function checkVolume(system, one, volume, where) {
  const { document } = one;
  if (volume.hostPath) system.find(document, `${where}.hostPath`, 'nothing of a node is mounted');
  const claim = volume.persistentVolumeClaim?.claimName;
  if (claim && system.get('PersistentVolumeClaim', claim) === undefined && !claimsOfStores(system).includes(claim)) {
    system.find(document, `${where}.persistentVolumeClaim`, `there is no PersistentVolumeClaim ${claim}`);
  }
  const { defaultMode } = volume.projected ?? volume.secret ?? {};
  for (const source of sourcesOf(volume)) {
    if (source.kind === 'Secret') checkSecret(system, one, source, defaultMode, where);
    if (source.kind !== 'ConfigMap') continue;
    const map = system.get('ConfigMap', source.name);
    if (map === undefined) system.find(document, where, `there is no ConfigMap ${source.name}`);
    for (const { key } of map === undefined ? [] : source.items ?? []) {
      if (map.data?.[key] === undefined) system.find(document, where, `the ConfigMap ${source.name} has no ${key}`);
    }
  }
}

// A pod has the Secret of its own certificate, and what is given to it; others cannot read them.
function checkSecret(system, { document, component }, { name, items }, defaultMode, where) {
  const certificate = system.of('Certificate').find((made) => made.spec.secretName === name);
  const owner = certificate?.metadata.name ?? GIVEN_SECRETS[name];
  if (owner === undefined) {
    system.find(document, where, `no Certificate makes the Secret ${name}`);
  } else if (owner !== component) {
    system.find(document, where, `the Secret ${name} is of ${owner} alone`);
  }
  const modes = [defaultMode, ...(items ?? []).map((item) => item.mode ?? defaultMode)].map((mode) => mode ?? 0o644);
  const wide = modes.find((mode) => (mode & ~MODE_OF_SECRETS) !== 0);
  if (wide !== undefined) {
    system.find(document, where, `the mode of the Secret ${name} is 0${wide.toString(8)}; it is to be 0440 or narrower`);
  }
}

// One that others call: it is asked on the port that tells health and nothing else, it has time to stop in order,
// and it is put beside others of its kind last.
function checkServer(system, one) {
  const { document, at, server, spec } = one;
  const where = `${at}.spec.containers[${one.containers.indexOf(server)}]`;
  const health = portOf(server, 'health');
  for (const probe of PROBES) {
    const { port, service } = server[probe]?.grpc ?? {};
    system.demand(document, where, probe, port !== undefined, 'there is none over gRPC');
    system.demand(document, where, `${probe}.grpc.port`, port === undefined || health === undefined || port === health,
      `is ${port}; the port named health is ${health}`);
    system.demand(document, where, `${probe}.grpc.service`, service === undefined,
      `is ${service}; it is to be not set: the health of all of it is asked`);
  }
  const { flags } = flagsOf(one, system);
  const stopping = Number(flags.get('notice')?.value ?? 0) + Number(flags.get('drain')?.value ?? 10);
  if (!(spec.terminationGracePeriodSeconds >= stopping + SECONDS_TO_CLOSE)) {
    system.find(document, `${at}.spec.terminationGracePeriodSeconds`, `is ${spec.terminationGracePeriodSeconds}; notice and ` +
      `drain take ${stopping} s, and ${SECONDS_TO_CLOSE} s are for closing`);
  }
  if (!spec.topologySpreadConstraints?.length) {
    system.find(document, `${at}.spec.topologySpreadConstraints`, 'there are none');
  }
  checkSpread(system, one);
}

// Replicas are kept apart from their own kind, by each domain once, and a rollout never waits for ever.
function checkSpread(system, { document, at, spec, labels }) {
  const constraints = spec.topologySpreadConstraints ?? [];
  constraints.forEach((constraint, index) => {
    const where = `${at}.spec.topologySpreadConstraints[${index}]`;
    if (constraint.labelSelector === undefined || !selects(constraint.labelSelector, labels)) {
      system.find(document, `${where}.labelSelector`, 'does not select the pod itself');
    }
    if (constraints.findIndex(({ topologyKey }) => topologyKey === constraint.topologyKey) < index) {
      system.find(document, `${where}.topologyKey`, `${constraint.topologyKey} is said twice`);
    }
    if (constraint.whenUnsatisfiable !== 'ScheduleAnyway' && constraint.nodeTaintsPolicy !== 'Honor') {
      system.find(document, `${where}.nodeTaintsPolicy`, 'is to be Honor: a node that takes no pods would be counted as empty');
    }
  });
}
