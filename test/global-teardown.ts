import { rmSync } from 'fs';

export default function globalTeardown(): void {
  rmSync(process.env.TMPDIR!, { recursive: true, force: true });
}
