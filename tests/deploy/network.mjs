// Who may connect to whom by the network policies, beside the arrows: those of the design, which the addresses in the
// flags of the services say as well, and those of clients, the command and Prometheus.
import { COMPONENT, NAMESPACE, nameOf, portOf, selects } from './manifests.mjs';
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

const namespaceOf = (name, labels = {}) => ({ 'kubernetes.io/metadata.name': name, ...labels });
// Those outside: what they are, and the ports by whose arrow they come in.
const OUTSIDE = [
  { name: 'a namespace that reads reports', namespace: namespaceOf('a', { 'tertial-access': 'reports' }), labels: {},
    reaches: ({ name }) => name === 'gateway' ? ['grpc', 'http'] : [] },
  { name: 'a namespace that records facts', namespace: namespaceOf('b', { 'tertial-access': 'facts' }), labels: {},
    reaches: ({ name }) => name === 'gateway' ? ['grpc', 'http'] : ['grpc'] },
  { name: 'another namespace', namespace: namespaceOf('c'), labels: { [COMPONENT]: 'gateway' }, reaches: () => [] },
  { name: 'another pod of this namespace', namespace: namespaceOf(NAMESPACE), labels: {}, reaches: () => [] },
  { name: 'an address outside of the cluster', reaches: () => [] },
];
const PROMETHEUS = { name: 'Prometheus', namespace: namespaceOf('monitoring'),
  labels: { 'app.kubernetes.io/name': 'prometheus' } };
const NAMES = { name: 'the names of the cluster', namespace: namespaceOf('kube-system'), labels: { 'k8s-app': 'kube-dns' },
  ports: [{ number: 53, protocol: 'UDP' }, { number: 53, protocol: 'TCP' }] };
const ANY_PORT = [{ number: 443, protocol: 'TCP' }];

export function checkNetwork(system) {
  checkFlags(system);
  const policies = system.of('NetworkPolicy');
  if (policies.length === 0) {
    system.find('NetworkPolicy', 'spec', 'there is none: everybody may connect to everything');
    return;
  }
  const denies = policies.some(({ spec }) => selects(spec.podSelector, {}) && !spec.ingress && !spec.egress &&
    String([...(spec.policyTypes ?? [])].sort()) === 'Egress,Ingress');
  if (!denies) {
    system.find('NetworkPolicy', 'spec', 'none denies what no other allows, of all pods and both ways');
    return;
  }
  const inside = system.workloads().map(actorOf);
  const monitored = system.of('ServiceMonitor').length > 0;
  const outside = [...OUTSIDE, { ...PROMETHEUS, reaches: () => monitored ? ['http'] : [] }];
  for (const to of inside) {
    for (const from of [...inside, ...outside]) {
      const arrow = to.serves ? from.reaches(to) : [];
      compare(system, 'Ingress', to, from, to, arrow);
      if (inside.includes(from)) compare(system, 'Egress', from, from, to, arrow);
    }
  }
  for (const from of inside) {
    for (const to of [...OUTSIDE.map((actor) => ({ ...actor, ports: ANY_PORT })), { ...NAMES }]) {
      compare(system, 'Egress', from, from, to, to.name === NAMES.name ? ['53/UDP', '53/TCP'] : []);
    }
  }
  checkSelectors(system, policies);
}

// A workload as one that connects and is connected to.
function actorOf(one) {
  const ports = (one.server ? ['grpc', 'http', 'health'] : []).map((name) => ({ name, number: portOf(one.server, name), protocol: 'TCP' }));
  return {
    name: one.component,
    namespace: namespaceOf(NAMESPACE),
    labels: one.labels,
    ports: ports.length ? ports : ANY_PORT,
    serves: one.server !== undefined,
    reaches: ({ name }) => (ARROWS[one.component] ?? []).includes(name) ? ['grpc'] : [],
  };
}

const label = (port) => port.name ?? `${port.number}/${port.protocol}`;

// Holds what the policies of one side allow against the arrow between two.
function compare(system, side, whose, from, to, arrow) {
  const allowed = to.ports.filter((port) => isAllowed(system, side, whose, side === 'Ingress' ? from : to, port)).map(label);
  const more = allowed.filter((port) => !arrow.includes(port));
  const missing = arrow.filter((port) => !allowed.includes(port));
  const where = `${side.toLowerCase()} of ${whose.name}`;
  if (more.length) system.find('NetworkPolicy', where, `${from.name} may connect to ${to.name} (${more.join(', ')}), and that is no arrow`);
  if (missing.length) system.find('NetworkPolicy', where, `${from.name} may not connect to ${to.name} (${missing.join(', ')}), and that is an arrow`);
}

function isAllowed(system, side, whose, peer, port) {
  const rulesOf = ({ spec }) => side === 'Ingress' ? spec.ingress ?? [] : spec.egress ?? [];
  return system.of('NetworkPolicy')
    .filter(({ spec }) => spec.policyTypes.includes(side) && selects(spec.podSelector, whose.labels))
    .some((policy) => rulesOf(policy).some((rule) =>
      matchesPeer(rule[side === 'Ingress' ? 'from' : 'to'], peer) && matchesPort(rule.ports, port)));
}

function matchesPeer(peers, actor) {
  // None named: all.
  if (!peers?.length) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return actor.namespace === undefined;
    if (actor.namespace === undefined) return false;
    const namespace = namespaceSelector ? selects(namespaceSelector, actor.namespace)
      : actor.namespace['kubernetes.io/metadata.name'] === NAMESPACE;
    return namespace && selects(podSelector ?? {}, actor.labels);
  });
}

function matchesPort(ports, actual) {
  if (!ports?.length) return true;
  return ports.some(({ port, protocol = 'TCP', endPort }) => {
    if (protocol !== actual.protocol) return false;
    if (port === undefined || port === actual.name || port === actual.number) return true;
    return endPort !== undefined && port <= actual.number && actual.number <= endPort;
  });
}

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
