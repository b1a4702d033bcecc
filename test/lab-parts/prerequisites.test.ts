import { MachineFacts, missing, onOneLine } from '../lab/prerequisites';

const READY: MachineFacts = {
  platform: 'linux',
  isRoot: true,
  whyNotBuildable: undefined,
  whyNoVirtualEnvironment: undefined,
  missingPrograms: [],
  unsearchedPrograms: [],
  missingCniPlugins: [],
  refusedByKernel: {},
};

test('a machine that has all lacks nothing', () => {
  expect(missing(READY)).toEqual([]);
});

test('on another system, nothing else is asked for', () => {
  expect(missing({ ...READY, platform: 'darwin', isRoot: false, missingPrograms: ['ctr'] })).toEqual([
    { what: 'needs Linux, this is darwin', command: 'run it on Debian 12, a virtual machine will do' },
  ]);
});

test('all that is missing is said at once, each with its command', () => {
  expect(missing({
    ...READY,
    isRoot: false,
    whyNotBuildable: 'needs Go, which is not installed: install Go 1.26.0 or later from https://go.dev/dl',
    whyNoVirtualEnvironment: 'needs Python 3.11, found Python 3.9: install Python 3.11 or later',
    missingPrograms: ['ctr', 'runc', 'containerd'],
    missingCniPlugins: ['ptp'],
    unsearchedPrograms: ['iptables'],
    refusedByKernel: { veth: 'RTNETLINK answers: Operation not supported' },
  })).toEqual([
    { what: 'needs root: it makes network namespaces and mounts', command: 'sudo -i, then the same command' },
    { what: 'needs Go, which is not installed', command: 'install Go 1.26.0 or later from https://go.dev/dl' },
    { what: 'needs Python 3.11, found Python 3.9', command: 'install Python 3.11 or later' },
    { what: 'not in PATH: /usr/sbin, which has iptables', command: 'export PATH=$PATH:/usr/sbin' },
    {
      what: 'not installed: ctr, runc, containerd, /usr/lib/cni/ptp',
      command: 'apt-get update && apt-get install --no-install-recommends --yes containerd containernetworking-plugins runc',
    },
    { what: 'the kernel refuses pairs of virtual Ethernet devices: RTNETLINK answers: Operation not supported', command: 'modprobe veth' },
  ]);
});

test.each([
  ['iptables-restore', 'iptables'],
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
  ['conntrack', 'conntrack'],
  ['mmdebstrap', 'mmdebstrap'],
])('%s comes with the package %s', (program, debianPackage) => {
  expect(missing({ ...READY, missingPrograms: [program] })[0]!.command).toMatch(new RegExp(` ${debianPackage}$`));
});

test.each(['namespaces', 'veth', 'bridge', 'forwarding', 'overlay', 'nat', 'conntrack', 'services', 'cgroups'])('the kernel may refuse %s', (feature) => {
  expect(missing({ ...READY, refusedByKernel: { [feature]: 'no' } })).toEqual([
    { what: expect.stringMatching(/^the kernel refuses .*: no$/), command: expect.stringMatching(/./) },
  ]);
});

test('one line has it all', () => {
  expect(onOneLine([{ what: 'a\nb', command: 'c' }, { what: 'd', command: 'e' }])).toBe('a b (c); d (e)');
});
