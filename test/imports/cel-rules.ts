/** A CEL rule in TypeScript. `self` is as the API server sees it: structurally valid, with defaults. */
type CelRule = (self: any) => boolean;

/**
 * The CEL rules of the imported CRDs, by their text.
 *
 * A table instead of an interpreter: there are few rules, the maintained interpreters are ES modules, which
 * jest cannot load here, and a rule that a new CRD version brings is looked at by a person.
 * `celRule` throws for a text that is not here.
 */
const CEL_RULES: Readonly<Record<string, CelRule>> = {
  // DestinationRule, VirtualService, ServiceEntry
  "duration(self) >= duration('1ms')": (self) => nanoseconds(self) >= 1e6,
  // selectors
  'self.all(key, !key.contains("*"))': (self) => Object.keys(self).every((key) => !key.includes('*')),
  'self.all(key, key.size() != 0)': (self) => Object.keys(self).every((key) => key.length !== 0),
  '!self.contains("*")': (self) => !self.includes('*'),

  // Istio Gateway
  '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': (self) => count(self, 'tlsCertificates', 'credentialNames') <= 1,
  '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': (self) => count(self, 'credentialName', 'credentialNames') <= 1,
  '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1': (self) => count(self, 'credentialNames', 'tlsCertificates') <= 1,

  // ServiceEntry
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1': (self) => count(self, 'workloadSelector', 'endpoints') <= 1,
  '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))':
    (self) => !(self.addresses ?? []).some((address: string) => address.includes('/')) || ['STATIC', 'NONE'].includes(self.resolution ?? 'NONE'),
  '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true':
    (self) => (self.resolution ?? 'NONE') !== 'NONE' || self.endpoints === undefined,
  '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true':
    (self) => self.resolution !== 'DNS_ROUND_ROBIN' || (self.endpoints ?? []).length <= 1,
  'has(self.address) || has(self.network)': (self) => count(self, 'address', 'network') > 0,
  '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true':
    (self) => !(self.address ?? '').startsWith('unix://') || self.ports === undefined,
  'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true':
    (self) => !self.startsWith('unix://') || ['/', '@'].includes(self.slice(7, 8)),
  'self.startsWith("unix://") ? !self.endsWith("/") : true': (self) => !self.startsWith('unix://') || !self.endsWith('/'),
  'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))':
    (self) => Object.keys(self).every((key) => key.length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(key)),
  '0 < self && self <= 65535': (self) => self > 0 && self <= 65535,
  'self != "*"': (self) => self !== '*',
  'self.all(l1, self.exists_one(l2, l1.number == l2.number))': (self) => eachOnce(self, (one, other) => one.number === other.number),

  // AuthorizationPolicy, PeerAuthentication
  '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1':
    (self) => count(self, 'selector', 'targetRef', 'targetRefs') <= 1,
  '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true':
    (self) => count(self, 'serviceAccounts', 'notServiceAccounts') === 0
      || count(self, 'principals', 'notPrincipals', 'namespaces', 'notNamespaces') === 0,
  'self.size() == 0': (self) => self.length === 0,
  'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true':
    (self) => self.portLevelMtls === undefined || Object.keys(self.selector?.matchLabels ?? {}).length > 0,
  'self.all(key, 0 < int(key) && int(key) <= 65535)':
    (self) => Object.keys(self).every((key) => /^-?\d+$/.test(key) && Number(key) > 0 && Number(key) <= 65535),

  // Gateway API
  "self.all(a1, a1.type == 'IPAddress' ? self.exists_one(a2, a2.type == a1.type && a2.value == a1.value) : true )":
    (self) => eachOnce(self, sameAddress, (address) => address.type === 'IPAddress'),
  "self.all(a1, a1.type == 'Hostname' ? self.exists_one(a2, a2.type == a1.type && a2.value == a1.value) : true )":
    (self) => eachOnce(self, sameAddress, (address) => address.type === 'Hostname'),
  "self.type == 'Hostname' ? self.value.matches(r\"\"\"^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$\"\"\"): true":
    (self) => self.type !== 'Hostname' || /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(self.value),
  'self.all(key, key.matches(r"""^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$"""))':
    (self) => Object.keys(self).every((key) =>
      /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/.test(key)),
  'self.all(key, key.split("/")[0].size() < 253)': (self) => Object.keys(self).every((key) => key.split('/')[0]!.length < 253),
  "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)":
    (self) => self.every((l: any) => !['HTTP', 'TCP', 'UDP'].includes(l.protocol) || l.tls === undefined),
  "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)":
    (self) => self.every((l: any) => l.protocol !== 'HTTPS' || l.tls === undefined || ['', 'Terminate'].includes(l.tls.mode)),
  "self.all(l, l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname) || l.hostname == '') : true)":
    (self) => self.every((l: any) => !['TCP', 'UDP'].includes(l.protocol) || !l.hostname),
  'self.all(l1, self.exists_one(l2, l1.name == l2.name))': (self) => eachOnce(self, (one, other) => one.name === other.name),
  'self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))':
    (self) => eachOnce(self, (one, other) => one.port === other.port && one.protocol === other.protocol && one.hostname === other.hostname),
  "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true":
    (self) => self.mode !== 'Terminate' || (self.certificateRefs ?? []).length > 0 || Object.keys(self.options ?? {}).length > 0,
};

/** @throws if the rule is not in the table: add it, rather than leave it unchecked */
export function celRule(text: string): CelRule {
  if (!Object.hasOwn(CEL_RULES, text)) {
    throw new Error(`a CRD has the CEL rule ${JSON.stringify(text)}, which test/imports/cel-rules.ts does not have; add it there`);
  }
  return CEL_RULES[text]!;
}

/** The texts in the table. */
export function celRuleTexts(): string[] {
  return Object.keys(CEL_RULES);
}

/** How many of the fields are set. */
function count(self: Record<string, unknown>, ...fields: string[]): number {
  return fields.filter((field) => self[field] !== undefined).length;
}

/** Whether every item, of those that `concerns` picks, is equal to itself only. */
function eachOnce<T = any>(items: readonly T[], equal: (one: T, other: T) => boolean, concerns: (item: T) => boolean = () => true): boolean {
  return items.filter(concerns).every((one) => items.filter((other) => equal(one, other)).length === 1);
}

/** CEL fails on an address without a value; here it is equal to none, itself included. */
function sameAddress(one: { type: string; value?: string }, other: { type: string; value?: string }): boolean {
  return one.type === other.type && one.value !== undefined && one.value === other.value;
}

/** A duration in Go's syntax, as CEL reads it. NaN if it is none, so that every comparison fails. */
function nanoseconds(text: string): number {
  if (/^[+-]?0$/.test(text)) return 0;
  const [, sign, units] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (units === undefined) return NaN;
  const size: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };
  const total = [...units.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * size[unit!]!, 0);
  return sign === '-' ? -total : total;
}
