// Who may connect to whom: all that the network policies allow, rule by rule, is one of the arrows, and all arrows are
// allowed. They are those of the design, which the addresses in the flags of the services say as well, and those of
// clients, the command and Prometheus.
import { COMPONENT, nameOf, selects } from './manifests.mjs';
import { callees } from './references.mjs';

// Who calls whom over gRPC. No other arrow between services (ARCHITECTURE.md, the map).
const ARROWS = {
  gateway: ['indicators', 'workforce', 'politics', 'climate', 'editions'],
  editions: ['indicators', 'workforce', 'politics', 'climate'],
  indicators: ['workforce', 'politics', 'climate'],
  workforce: [],
  politics: [],
  climate: [],
  // The command is told by a gateway where the services are, and calls them itself.
  backup: ['indicators', 'workforce', 'politics', 'climate', 'editions'],
  cli: ['indicators', 'workforce', 'politics', 'climate', 'editions', 'gateway'],
};
// Which of these the command is told by, and so are not in its flags.
const ASKED_FIRST = { backup: 'editions', cli: 'gateway' };

// Those outside, as a policy names them, and the ports by whose arrow they come in.
const CLIENTS = [
  { from: 'namespaces with tertial-access=reports', reaches: ({ component }) => component === 'gateway' ? ['grpc', 'http'] : [] },
  { from: 'namespaces with tertial-access=facts', reaches: ({ component }) => component === 'gateway' ? ['grpc', 'http'] : ['grpc'] },
];
const PROMETHEUS = {
  from: 'pods with app.kubernetes.io/name=prometheus of namespaces with kubernetes.io/metadata.name=monitoring',
  reaches: () => ['http'],
};
// Who is asked for names, by all. A cluster that has them elsewhere has its rule here as well (deploy/k8s/README.md).
const NAMES = {
  to: 'pods with k8s-app=kube-dns of namespaces with kubernetes.io/metadata.name=kube-system',
  ports: ['53/UDP', '53/TCP'],
};

export function checkNetwork(system) {
  checkFlags(system);
  const policies = system.of('NetworkPolicy');
  if (policies.length === 0) {
    system.find('NetworkPolicy', 'spec', 'there is none: everybody may connect to everything');
    return;
  }
  const denies = policies.some((policy) => Object.keys(policy.spec.podSelector).length === 0 &&
    !policy.spec.ingress && !policy.spec.egress && typesOf(policy).length === 2);
  if (!denies) {
    system.find('NetworkPolicy', 'spec', 'none denies what no other allows, of all pods and both ways');
    return;
  }
  for (const one of system.workloads()) {
    compare(system, one, 'Ingress', arrowsTo(system, one), (peer) => `${peer} may connect to ${one.component}`,
      (peer) => `${peer} may not connect to ${one.component}`);
    compare(system, one, 'Egress', arrowsFrom(one), (peer) => `${one.component} may connect to ${peer}`,
      (peer) => `${one.component} may not connect to ${peer}`);
  }
  checkSelectors(system, policies);
}

// What is to be allowed: who, and the port.
function arrowsTo(system, one) {
  if (one.server === undefined) return [];
  const outside = [...CLIENTS, ...(system.of('ServiceMonitor').length ? [PROMETHEUS] : [])]
    .flatMap(({ from, reaches }) => reaches(one).map((port) => [from, port]));
  return system.workloads().filter((from) => ARROWS[from.component]?.includes(one.component))
    .map((from) => [from.component, 'grpc']).concat(outside);
}

const arrowsFrom = (one) => (ARROWS[one.component] ?? []).map((to) => [to, 'grpc'])
  .concat(NAMES.ports.map((port) => [NAMES.to, port]));

// Holds all that policies allow a workload on one side, as they say it, against the arrows.
function compare(system, one, side, arrows, allowed, denied) {
  const where = `${side.toLowerCase()} of ${one.component}`;
  const said = portsByPeer(system.of('NetworkPolicy')
    .filter((policy) => typesOf(policy).includes(side) && selects(policy.spec.podSelector, one.labels))
    .flatMap(({ spec }) => spec[side.toLowerCase()] ?? [])
    .flatMap((rule) => peersOf(rule[side === 'Ingress' ? 'from' : 'to'])
      .flatMap((peer) => portsOf(rule.ports, side === 'Ingress' ? one : calledBy(system, peer)).map((port) => [peer, port]))));
  const wanted = portsByPeer(arrows);
  for (const [peer, ports] of said) {
    const more = [...ports].filter((port) => !wanted.get(peer)?.has(port));
    if (more.length) system.find('NetworkPolicy', where, `${allowed(peer)} (${more.join(', ')}), and that is no arrow`);
  }
  for (const [peer, ports] of wanted) {
    const missing = [...ports].filter((port) => !said.get(peer)?.has(port));
    if (missing.length) system.find('NetworkPolicy', where, `${denied(peer)} (${missing.join(', ')}), and that is an arrow`);
  }
}

function portsByPeer(pairs) {
  const found = new Map();
  for (const [peer, port] of pairs) found.set(peer, (found.get(peer) ?? new Set()).add(port));
  return found;
}

// Which ways a policy is about: where it does not say, as Kubernetes takes it.
const typesOf = ({ spec: { policyTypes, egress } }) => policyTypes ?? ['Ingress', ...(egress ? ['Egress'] : [])];

// Whom a rule names, in words, each alone; our own pods by their component.
function peersOf(peers) {
  if (!peers?.length) return ['everybody'];
  return peers.flatMap(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return [`addresses ${ipBlock.cidr}`];
    const pods = podSelector && labelsOf(podSelector);
    if (namespaceSelector === undefined) {
      return pods.map((labels) => new RegExp(`^${COMPONENT}=([a-z-]+)$`).exec(labels)?.[1] ?? `${podsWith(labels)} of this namespace`);
    }
    return labelsOf(namespaceSelector).map((labels) => labels ? `namespaces with ${labels}` : 'every namespace')
      .flatMap((namespaces) => pods ? pods.map((labels) => `${podsWith(labels)} of ${namespaces}`) : [namespaces]);
  });
}

const podsWith = (labels) => labels ? `pods with ${labels}` : 'every pod';

// Each set of labels that a selector takes, as a text.
function labelsOf({ matchLabels = {}, matchExpressions = [] }) {
  return matchExpressions.reduce((sets, { key, operator, values }) => sets.flatMap((labels) =>
    (operator === 'In' ? values.map((value) => `${key}=${value}`) : [`${key} ${operator} ${values ?? ''}`.trim()])
      .map((label) => [...labels, label])),
  [Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`)]).map((labels) => labels.sort().join(','));
}

// Ports as the arrows have them, where they are those of a server.
function portsOf(ports, server) {
  if (!ports?.length) return ['every port'];
  return ports.map(({ port, protocol = 'TCP', endPort }) => {
    if (port === undefined) return `every ${protocol} port`;
    const name = protocol === 'TCP' && endPort === undefined && server?.server?.ports
      .find((candidate) => [candidate.name, candidate.containerPort].includes(port))?.name;
    return name || `${port}${endPort === undefined ? '' : `-${endPort}`}/${protocol}`;
  });
}

const calledBy = (system, peer) => system.servers().find(({ component }) => component === peer);

// Each of our pods that a policy names is there.
function checkSelectors(system, policies) {
  for (const policy of policies) {
    const { podSelector } = policy.spec;
    if (Object.keys(podSelector).length && !system.workloads().some((one) => selects(podSelector, one.labels))) {
      system.find(policy, 'spec.podSelector', 'selects no pod');
    }
  }
}

// The addresses that services are told are the arrows.
function checkFlags(system) {
  for (const one of system.workloads()) {
    const told = callees(system, one).map(([, address]) => address.split(/[.:]/)[0]).sort();
    const asked = ASKED_FIRST[one.component];
    const arrows = asked ? [asked] : [...(ARROWS[one.component] ?? [])].sort();
    if (String(told) !== String(arrows)) {
      system.find(nameOf(one.document), 'flags', `it is told to call ${told.join(', ') || 'nobody'}; the arrows lead to ${arrows.join(', ') || 'nobody'}`);
    }
  }
}
