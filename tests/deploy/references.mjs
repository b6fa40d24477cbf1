// What names something else: selectors, names of Services, ports, addresses, names in certificates, callers of the
// policy. What is named must be there.
import { COMPONENT, filesOf, flagsOf, nameOf, NAMESPACE, portOf, selects, withoutHash } from './manifests.mjs';

const ADDRESS = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?)?:(\d+)$/;
// Flags and variables that are addresses of services.
const ADDRESS_FLAGS = ['indicators', 'workforce', 'politics', 'climate', 'editions'];

export function checkReferences(system) {
  for (const one of system.workloads()) checkOwnLabels(system, one);
  for (const one of system.servers()) checkServer(system, one);
  checkServices(system);
  checkBudgets(system);
  checkScaling(system);
  checkMonitors(system);
  checkCertificates(system);
  checkAddresses(system);
  checkNames(system);
  checkPolicy(system);
}

const selectedBy = (system, labels) =>
  system.workloads().filter((one) => selects({ matchLabels: labels }, one.labels));

function checkOwnLabels(system, { document, labels, at }) {
  const { selector } = document.spec;
  if (selector !== undefined && !selects(selector, labels)) {
    system.find(document, 'spec.selector', `does not select the pods of ${at}`);
  }
}

function checkServices(system) {
  for (const service of system.of('Service')) {
    const selected = selectedBy(system, service.spec.selector ?? {});
    if (selected.length !== 1) {
      system.find(service, 'spec.selector', `selects the pods of ${selected.length} workloads; it is to be one`);
      continue;
    }
    const [{ containers }] = selected;
    service.spec.ports.forEach((port, index) => {
      const target = port.targetPort ?? port.port;
      const found = containers.flatMap((container) => container.ports ?? [])
        .find((candidate) => candidate.name === target || candidate.containerPort === target);
      const where = `spec.ports[${index}].targetPort`;
      if (found === undefined) {
        system.find(service, where, `no container has the port ${target}`);
      } else if (service.spec.clusterIP === 'None' && found.containerPort !== port.port) {
        system.find(service, `spec.ports[${index}].port`, `is ${port.port}; without an address of its own it leads to ` +
          `the port of the container, ${found.containerPort}`);
      }
    });
  }
}

function checkServer(system, one) {
  const { document, server, at } = one;
  const { flags, config, file } = flagsOf(one, system);
  if (file?.text === undefined) {
    system.find(document, `${at}.spec.containers[0].args`, `there is no file ${config ?? 'for --config'} in what is mounted`);
    return;
  }
  for (const [flag, name] of [['port', 'grpc'], ['http-port', 'http'], ['health-port', 'health']]) {
    const { value, from } = flags.get(flag) ?? {};
    if (Number(value) !== portOf(server, name)) {
      system.find(from ?? document, flag, `is ${value}; the container's port ${name} is ${portOf(server, name)}`);
    }
  }
  if (!flags.get('tls-certificate')?.value) {
    system.find(`ConfigMap/${withoutHash(file.name)}`, 'tls-certificate', 'is not set: its calls would go in plain text');
  }
  checkFiles(system, one, flags);
  if (document.kind === 'StatefulSet') {
    const service = system.get('Service', document.spec.serviceName);
    if (service?.spec.clusterIP !== 'None' || !selects({ matchLabels: service.spec.selector }, one.labels)) {
      system.find(document, 'spec.serviceName', `${document.spec.serviceName} is no headless Service of its pods`);
    }
    if (document.spec.replicas !== 1) {
      system.find(document, 'spec.replicas', `is ${document.spec.replicas}; a store has one owner: 1`);
    }
  }
}

// Files that flags name are mounted, and what is written lies on a claim of its own.
function checkFiles(system, one, flags) {
  const files = [...filesOf(one, one.server, system).keys()];
  for (const flag of ['areas', 'policy', 'tls-certificate', 'tls-key', 'tls-ca', 'person-keys', 'jwks']) {
    const { value, from } = flags.get(flag) ?? {};
    if (value === undefined || files.some((file) => file === value || file.startsWith(`${value}/`))) continue;
    system.find(from, flag, `nothing is mounted at ${value}`);
  }
  const claims = (one.document.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name);
  for (const flag of ['data', 'journal']) {
    const { value, from } = flags.get(flag) ?? {};
    if (value === undefined) continue;
    const mount = one.server.volumeMounts?.find((candidate) => value.startsWith(`${candidate.mountPath}/`));
    if (!claims.includes(mount?.name) || mount.readOnly) {
      system.find(from, flag, `${value} lies below no volume claim of ${one.component}`);
    }
  }
}

function checkBudgets(system) {
  for (const budget of system.of('PodDisruptionBudget')) {
    const selected = system.workloads().filter((one) => selects(budget.spec.selector, one.labels));
    if (selected.length !== 1) {
      system.find(budget, 'spec.selector', `selects the pods of ${selected.length} workloads; it is to be one`);
      continue;
    }
    const least = leastReplicas(system, selected[0].document);
    const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = budget.spec;
    if (maxUnavailable === 0 || maxUnavailable === '0%' || minAvailable === '100%' || minAvailable >= least) {
      system.find(budget, 'spec', `lets no pod of ${least} go: a node could not be drained`);
    }
    if (unhealthyPodEvictionPolicy !== 'AlwaysAllow') {
      system.find(budget, 'spec.unhealthyPodEvictionPolicy', 'is to be AlwaysAllow: pods that are not well would keep their nodes');
    }
  }
  for (const one of system.servers()) {
    if (!system.of('PodDisruptionBudget').some((budget) => selects(budget.spec.selector, one.labels))) {
      system.find(one.document, 'spec', 'no PodDisruptionBudget selects its pods');
    }
    if (one.document.kind === 'Deployment' && leastReplicas(system, one.document) < 2) {
      system.find(one.document, 'spec.replicas', 'is less than 2: it would be away whenever a node is');
    }
  }
}

const scalerOf = (system, { kind, metadata: { name } }) => system.of('HorizontalPodAutoscaler')
  .find(({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === kind && scaleTargetRef.name === name);
const leastReplicas = (system, document) =>
  scalerOf(system, document)?.spec.minReplicas ?? document.spec.replicas ?? 1;

function checkScaling(system) {
  for (const scaler of system.of('HorizontalPodAutoscaler')) {
    const { kind, name } = scaler.spec.scaleTargetRef;
    const target = system.get(kind, name);
    if (target === undefined) {
      system.find(scaler, 'spec.scaleTargetRef', `there is no ${kind}/${name}`);
    } else if (target.spec.replicas !== undefined) {
      system.find(target, 'spec.replicas', `is set, and HorizontalPodAutoscaler/${scaler.metadata.name} sets it as well`);
    }
  }
}

function checkMonitors(system) {
  const monitors = system.of('ServiceMonitor');
  for (const monitor of monitors) {
    for (const endpoint of monitor.spec.endpoints) {
      const services = system.of('Service').filter((service) => selects(monitor.spec.selector, service.metadata.labels ?? {}) &&
        service.spec.ports.some((port) => port.name === endpoint.port));
      if (services.length !== 1) {
        system.find(monitor, 'spec.selector', `selects ${services.length} Services with a port ${endpoint.port}; it is to be one`);
        continue;
      }
      const secret = endpoint.tlsConfig?.ca?.secret?.name;
      if (!system.of('Certificate').some((made) => made.spec.secretName === secret)) {
        system.find(monitor, 'spec.endpoints[0].tlsConfig.ca', `no Certificate makes the Secret ${secret}`);
      }
      if (endpoint.honorLabels !== true) {
        system.find(monitor, 'spec.endpoints[0].honorLabels', 'is to be true: the label "service" of metrics would be renamed');
      }
      const named = endpoint.relabelings?.find(({ targetLabel }) => targetLabel === 'instance');
      if (String(named?.sourceLabels) !== '__meta_kubernetes_pod_name') {
        system.find(monitor, 'spec.endpoints[0].relabelings', 'the instance is to be the name of the pod, which stays');
      }
      // By this label the rules of deploy/monitoring know our processes.
      const job = services[0].metadata.labels?.[monitor.spec.jobLabel];
      if (job !== 'tertial') system.find(monitor, 'spec.jobLabel', `makes the job ${job}; the rules ask for "tertial"`);
    }
  }
  for (const one of monitors.length ? system.servers() : []) {
    if (!monitors.some((monitor) => monitor.spec.selector.matchLabels?.['app.kubernetes.io/component'] === one.component)) {
      system.find(one.document, 'metadata', 'no ServiceMonitor selects its Service');
    }
  }
}

function checkCertificates(system) {
  for (const certificate of system.of('Certificate')) {
    const { issuerRef, isCA, uris, usages, secretName } = certificate.spec;
    if (system.get(issuerRef.kind, issuerRef.name) === undefined) {
      system.find(certificate, 'spec.issuerRef', `there is no ${issuerRef.kind}/${issuerRef.name}`);
    }
    if (isCA) continue;
    const wanted = `spiffe://${NAMESPACE}/${certificate.metadata.name}`;
    if (String(uris) !== wanted) system.find(certificate, 'spec.uris', `is ${uris}; the one SPIFFE id is ${wanted}`);
    const one = system.servers().find((server) => server.component === certificate.metadata.name);
    if (one !== undefined && !usages?.includes('server auth')) system.find(certificate, 'spec.usages', '"server auth" is missing');
    if ((one === undefined || callees(system, one).length > 0) && !usages?.includes('client auth')) {
      system.find(certificate, 'spec.usages', '"client auth" is missing');
    }
    const other = system.of('Certificate').find((made) => made.spec.secretName === secretName);
    if (other !== certificate) {
      system.find(certificate, 'spec.secretName', `${secretName} is the Secret of ${nameOf(other)} as well`);
    }
  }
}

// Whom a workload calls: [flag or variable, address, where that is said].
export function callees(system, one) {
  const said = [];
  if (one.server !== undefined) {
    const { flags } = flagsOf(one, system);
    for (const flag of ADDRESS_FLAGS) {
      if (flags.get(flag)?.value) said.push([flag, flags.get(flag).value, flags.get(flag).from]);
    }
  } else {
    for (const { name, value } of one.containers.flatMap((container) => container.env ?? [])) {
      if (name === 'TERTIAL_GATEWAY') said.push([name, value, one.document]);
    }
  }
  return said;
}

// The Service that an address leads to, and the port.
function serviceAt(system, address) {
  const [, host, namespace = NAMESPACE, port] = ADDRESS.exec(address) ?? [];
  return { service: namespace === NAMESPACE ? system.get('Service', host) : undefined, port: Number(port) };
}

function checkAddresses(system) {
  for (const one of system.workloads()) {
    for (const [said, address, from] of callees(system, one)) {
      const { service, port } = serviceAt(system, address);
      if (service === undefined) {
        system.find(from, said, `${address} is the address of no Service here`);
      } else if (service.spec.clusterIP === 'None') {
        system.find(from, said, `${address}: ${nameOf(service)} is headless; its name leads nowhere while no pod is ready`);
      } else if (!service.spec.ports.some((candidate) => candidate.name === 'grpc' && candidate.port === port)) {
        system.find(from, said, `${address}: ${nameOf(service)} has no port ${port} for gRPC`);
      }
    }
  }
}

// Each name that a workload is called by stands in its certificate.
function checkNames(system) {
  for (const [component, name, callers] of namesCalled(system)) {
    const certificate = system.get('Certificate', component);
    if (certificate !== undefined && !certificate.spec.dnsNames?.includes(name)) {
      system.find(certificate, 'spec.dnsNames', `${name} is missing, by which it is called by ${callers.join(', ')}`);
    }
  }
}

// [component, name, by whom], each name once.
function namesCalled(system) {
  const calls = system.workloads().flatMap((one) => callees(system, one)
    .map(([, address]) => [serviceAt(system, address).service?.metadata.labels?.[COMPONENT], address, one.component])
    .filter(([component]) => component !== undefined)
    .map(([component, address, caller]) => [component, address.slice(0, address.lastIndexOf(':')), caller]));
  for (const { spec, metadata } of system.of('ServiceMonitor')) {
    for (const { tlsConfig } of spec.endpoints) calls.push([metadata.name, tlsConfig?.serverName, 'Prometheus']);
  }
  const names = new Map();
  for (const [component, name, caller] of calls) {
    const key = `${component} ${name}`;
    names.set(key, [component, name, [...(names.get(key)?.[2] ?? []), caller]]);
  }
  return [...names.values()];
}

// Everybody who calls has a row in the policy, and only the gateway may name others.
function checkPolicy(system) {
  const map = system.get('ConfigMap', 'policy');
  let callers;
  try {
    ({ callers } = JSON.parse(map?.data?.['policy.json'] ?? 'nothing'));
  } catch {
    system.find('ConfigMap/policy', 'policy.json', 'is no JSON');
    return;
  }
  const known = new Map(callers.flatMap((caller) => (caller.identities ?? []).map((identity) => [identity, caller])));
  for (const one of system.workloads()) {
    const identity = `spiffe://${NAMESPACE}/${one.component}`;
    if (callees(system, one).length > 0 && !known.has(identity)) {
      system.find('ConfigMap/policy', 'policy.json', `${identity} is no caller, and ${one.component} calls others`);
    }
  }
  for (const [identity, caller] of known) {
    if (caller.intermediary && identity !== `spiffe://${NAMESPACE}/gateway`) {
      system.find('ConfigMap/policy', 'policy.json', `${identity} is an intermediary; only the gateway names others`);
    }
  }
}
