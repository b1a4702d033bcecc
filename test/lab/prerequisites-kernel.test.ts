import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname } from 'path';
import { LAB_DIRECTORY } from './lab-directory';
import { KERNEL_FEATURES, tryKernelFeatures } from './prerequisites-kernel';

const FEATURE = { what: '', remedy: '', programs: [] };

test('where the lab runs, the kernel refuses nothing', () => {
  expect(tryKernelFeatures([])).toEqual({});
});

test('a refusal is told in the words of what refused it', () => {
  expect(tryKernelFeatures([], [
    { ...FEATURE, key: 'works', script: 'true' },
    { ...FEATURE, key: 'fails', script: 'echo refused >&2; echo more >&2; exit 3' },
    { ...FEATURE, key: 'is silent', script: 'false; true' },
  ])).toEqual({ 'fails': 'refused', 'is silent': 'exit code 1' });
});

test('what has no program to be tried with is not tried', () => {
  expect(tryKernelFeatures(['ip'], [{ ...FEATURE, programs: ['ip'], key: 'fails', script: 'false' }])).toEqual({});
});

test('trying leaves nothing behind, also when it fails', () => {
  const overlay = KERNEL_FEATURES.find(({ key }) => key === 'overlay')!;
  const before = state();

  const refused = tryKernelFeatures([], [
    ...KERNEL_FEATURES,
    { ...overlay, key: 'fails', script: `${overlay.script}\nfalse` },
  ]);

  expect(Object.keys(refused)).toEqual(['fails']);
  expect(state()).toEqual(before);
});

/** Of this suite's own making: other programs mount and forward too. */
function state(): readonly string[] {
  const groups = ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/pids'].filter(directory => existsSync(directory));
  return [
    ...[dirname(LAB_DIRECTORY), ...groups].flatMap(directory => readdirSync(directory)),
    ...readFileSync('/proc/mounts', 'utf8').split('\n'),
  ].filter(line => line.includes('lab-probe'));
}
