import { accessSync, constants } from 'fs';

// These tests write and sync many small files. Where there is a file system in memory, their temporary directories are there.
const IN_MEMORY = '/dev/shm';

try {
  accessSync(IN_MEMORY, constants.W_OK);
  process.env.TMPDIR = IN_MEMORY;
} catch {
  // The disk will do.
}
