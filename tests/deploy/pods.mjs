// What every pod must be: who it runs as, what it may, what it is given, and how it is asked whether it lives.
import { flagsOf, NAMESPACE, portOf, selects, sourcesOf } from './manifests.mjs';

const USER = 10001;
// Secrets that no manifest makes: who deploys does (deploy/k8s/README.md).
const GIVEN_SECRETS = ['tertial-ca', 'person-keys'];
const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const SECONDS_TO_CLOSE = 10;

// Finds fields of a manifest that are not what they are to be.
const expecting = (system, document, at) => (field, actual, wanted, why = '') => {
  if (actual === wanted) return;
  system.find(document, `${at}.${field}`, `is ${actual ?? 'not set'}; it is to be ${wanted ?? 'not set'}${why}`);
};

export function checkPods(system) {
  for (const one of system.workloads()) {
    checkPod(system, one);
    one.containers.forEach((container, index) =>
      checkContainer(system, one, container, `${one.at}.spec.containers[${index}]`));
    (one.spec.initContainers ?? []).forEach((container, index) =>
      checkContainer(system, one, container, `${one.at}.spec.initContainers[${index}]`));
    checkVolumes(system, one);
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
  expect('securityContext.seccompProfile.type', security.seccompProfile?.type ?? 'RuntimeDefault', 'RuntimeDefault');
  expect('securityContext.allowPrivilegeEscalation', security.allowPrivilegeEscalation, false);
  expect('securityContext.privileged', security.privileged ?? false, false);
  expect('securityContext.readOnlyRootFilesystem', security.readOnlyRootFilesystem, true);
  expect('securityContext.capabilities.drop', String(security.capabilities?.drop), 'ALL');
  expect('securityContext.capabilities.add', security.capabilities?.add, undefined);
  for (const bound of ['requests', 'limits']) {
    for (const resource of ['cpu', 'memory']) {
      if (container.resources?.[bound]?.[resource] === undefined) {
        system.find(one.document, `${at}.resources.${bound}.${resource}`, 'is not set');
      }
    }
  }
  const [, tag] = /:([^:/@]+)$/.exec(container.image) ?? [];
  if (!container.image?.includes('@sha256:') && (tag === undefined || tag === 'latest')) {
    system.find(one.document, `${at}.image`, `is ${container.image}; name a version, or a digest`);
  }
}

// Those that StatefulSets have made for their replicas.
const claimsOfStores = (system) => system.of('StatefulSet').flatMap(({ spec, metadata: { name } }) =>
  (spec.volumeClaimTemplates ?? []).map((claim) => `${claim.metadata.name}-${name}-0`));

// Whatever is mounted is there: volumes, and what they are made of.
function checkVolumes(system, { document, spec, at, containers }) {
  const claims = new Set([...(document.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name)]);
  const certificates = system.of('Certificate').map((certificate) => certificate.spec.secretName);
  containers.forEach((container, index) => (container.volumeMounts ?? []).forEach((mount, place) => {
    if (!claims.has(mount.name) && !spec.volumes?.some((volume) => volume.name === mount.name)) {
      system.find(document, `${at}.spec.containers[${index}].volumeMounts[${place}].name`, `there is no volume ${mount.name}`);
    }
  }));
  (spec.volumes ?? []).forEach((volume, index) => {
    const where = `${at}.spec.volumes[${index}]`;
    if (volume.hostPath) system.find(document, `${where}.hostPath`, 'nothing of a node is mounted');
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim && system.get('PersistentVolumeClaim', claim) === undefined && !claimsOfStores(system).includes(claim)) {
      system.find(document, `${where}.persistentVolumeClaim`, `there is no PersistentVolumeClaim ${claim}`);
    }
    for (const source of sourcesOf(volume)) {
      if (source.kind === 'Secret' && !certificates.includes(source.name) && !GIVEN_SECRETS.includes(source.name)) {
        system.find(document, where, `no Certificate makes the Secret ${source.name}`);
      }
      if (source.kind !== 'ConfigMap') continue;
      const map = system.get('ConfigMap', source.name);
      if (map === undefined) system.find(document, where, `there is no ConfigMap ${source.name}`);
      for (const { key } of map === undefined ? [] : source.items ?? []) {
        if (map.data?.[key] === undefined) system.find(document, where, `the ConfigMap ${source.name} has no ${key}`);
      }
    }
  });
}

// One that others call: it is asked on the port that tells health and nothing else, it has time to stop in order,
// and it is put beside others of its kind last.
function checkServer(system, one) {
  const { document, at, server, spec } = one;
  const where = `${at}.spec.containers[${one.containers.indexOf(server)}]`;
  const health = portOf(server, 'health');
  for (const probe of PROBES) {
    const port = server[probe]?.grpc?.port;
    if (port === undefined) {
      system.find(document, `${where}.${probe}`, 'there is none over gRPC');
    } else if (health !== undefined && port !== health) {
      system.find(document, `${where}.${probe}.grpc.port`, `is ${port}; the port named health is ${health}`);
    }
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
  (spec.topologySpreadConstraints ?? []).forEach((constraint, index) => {
    if (constraint.labelSelector === undefined || !selects(constraint.labelSelector, one.labels)) {
      system.find(document, `${at}.spec.topologySpreadConstraints[${index}].labelSelector`, 'does not select the pod itself');
    }
  });
}
