import { createHash } from 'crypto';
import { closeSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Image } from './image';
import { runCommand } from './run-command';
import { goArch } from '../../../scripts/components/go-toolchain';

/** As they are read and written by `docker save` and `ctr images import`. */
const MANIFEST = 'manifest.json';

/** What makes the same tar of the same files, whoever writes it and when; links, of which the directories are made, become what they lead to. */
const TAR = ['--create', '--format=gnu', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '--dereference'];

interface Layer {
  /** Its file in the archive. */
  readonly file: string;
  /** What identifies it. */
  readonly diffId: string;
}

/**
 * Writes images to one archive, in which the layer below all of them lies once.
 *
 * @param base the tar of that layer
 * @param scratch an empty directory
 */
export function writeDockerArchive(target: string, base: string, images: readonly Image[], scratch: string): void {
  const archive = join(scratch, 'archive');
  mkdirSync(archive);
  const baseLayer = addLayer(archive, base);
  const entries = images.map((image, index) => {
    const layers = [baseLayer];
    if (Object.keys(image.files).length > 0) {
      layers.push(addLayer(archive, writeLayer(image, join(scratch, `layer-${index}`))));
    }
    const config = JSON.stringify({
      architecture: goArch(),
      os: 'linux',
      config: image.config,
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => `sha256:${diffId}`) },
    });
    const configFile = `${createHash('sha256').update(config).digest('hex')}.json`;
    writeFileSync(join(archive, configFile), config);
    return { Config: configFile, RepoTags: [image.name], Layers: layers.map(({ file }) => file) };
  });
  writeFileSync(join(archive, MANIFEST), JSON.stringify(entries));
  runCommand('tar', [...TAR, '--file', target, '--directory', archive, '.']);
}

/** @returns the tar */
function writeLayer({ files }: Image, directory: string): string {
  for (const [path, source] of Object.entries(files)) {
    const staged = join(directory, path);
    mkdirSync(dirname(staged), { recursive: true });
    if ('text' in source) {
      writeFileSync(staged, source.text);
    } else {
      symlinkSync(source.copyOf, staged);
    }
  }
  const tar = `${directory}.tar`;
  runCommand('tar', [...TAR, '--file', tar, '--directory', directory, '.']);
  return tar;
}

function addLayer(archive: string, tar: string): Layer {
  const diffId = sha256(tar);
  const file = `${diffId}.tar`;
  symlinkSync(tar, join(archive, file));
  return { file, diffId };
}

/** In pieces: a layer may be larger than a string or buffer can be. */
function sha256(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
