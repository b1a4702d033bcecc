import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { writeDockerArchive } from './docker-archive';
import { Image } from './image';
import { runCommand } from './run-command';

let directory: string;

beforeEach(() => directory = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-docker-archive-')));
afterEach(() => rmSync(directory, { recursive: true }));

test('an archive has a manifest, a configuration for each image, and each layer once', () => {
  const archive = write('archive', [
    { name: 'localhost/one:1', config: { Entrypoint: ['/one'] }, files: {} },
    { name: 'localhost/two:2', config: { Entrypoint: ['/two'], User: '7' }, files: { '/etc/two': { text: 'two' }, '/bin/copy': { copyOf: program() } } },
  ]);

  const [one, two] = JSON.parse(member(archive, 'manifest.json'));
  expect(one).toMatchObject({ RepoTags: ['localhost/one:1'], Layers: [expect.stringMatching(/^[0-9a-f]{64}\.tar$/)] });
  expect(two).toMatchObject({ RepoTags: ['localhost/two:2'], Layers: [one.Layers[0], expect.stringMatching(/^[0-9a-f]{64}\.tar$/)] });
  expect(members(archive).sort()).toEqual(['./', ...['manifest.json', one.Config, two.Config, ...two.Layers].map(name => `./${name}`)].sort());
  const config = JSON.parse(member(archive, two.Config));
  expect(config).toMatchObject({ os: 'linux', config: { Entrypoint: ['/two'], User: '7' } });
  expect(config.rootfs.diff_ids).toEqual(two.Layers.map((layer: string) => `sha256:${layer.replace('.tar', '')}`));
  expect(config.rootfs.diff_ids).toEqual(two.Layers.map((layer: string) => `sha256:${createHash('sha256').update(member(archive, layer)).digest('hex')}`));
});

test('a layer has copies and texts, which everybody may read', () => {
  const archive = write('archive', [{ name: 'a:1', config: { Entrypoint: [] }, files: { '/etc/two': { text: 'two' }, '/bin/copy': { copyOf: program() } } }]);

  const layer = join(directory, 'layer.tar');
  writeFileSync(layer, member(archive, JSON.parse(member(archive, 'manifest.json'))[0].Layers[1]));
  expect(runCommand('tar', ['--list', '--verbose', '--numeric-owner', '--utc', '--file', layer]).trim().split('\n').map(line => line.replace(/ +/g, ' '))).toEqual([
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 ./',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 ./bin/',
    '-rwxr-xr-x 0/0 10 1970-01-01 00:00 ./bin/copy',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 ./etc/',
    '-rw-r--r-- 0/0 3 1970-01-01 00:00 ./etc/two',
  ]);
  expect(member(layer, 'bin/copy')).toBe('#!/bin/sh\n');
});

test('the same images are the same archive, whenever it is written', () => {
  const image: Image = { name: 'a:1', config: { Entrypoint: [] }, files: { '/bin/copy': { copyOf: program() } } };
  const [one, other] = ['one', 'other'].map((name, index) => {
    utimesSync(program(), index, index);
    return createHash('sha256').update(runCommand('cat', [write(name, [image])])).digest('hex');
  });

  expect(one).toBe(other);
});

function write(name: string, images: readonly Image[]): string {
  const base = join(directory, 'base.tar');
  runCommand('tar', ['--create', '--file', base, '--files-from', '/dev/null']);
  const scratch = join(directory, `scratch-${name}`);
  mkdirSync(scratch);
  const target = join(directory, `${name}.tar`);
  writeDockerArchive(target, base, images, scratch);
  return target;
}

function program(): string {
  const path = join(directory, 'program');
  writeFileSync(path, '#!/bin/sh\n', { mode: 0o700 });
  return path;
}

function members(archive: string): string[] {
  return runCommand('tar', ['--list', '--file', archive]).trim().split('\n');
}

function member(archive: string, name: string): string {
  return runCommand('tar', ['--extract', '--to-stdout', '--file', archive, `./${name}`]);
}
