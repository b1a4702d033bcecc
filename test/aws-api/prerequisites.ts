import { whyNoVirtualEnvironment } from './virtual-environment';

/**
 * Why these tests cannot run on this machine.
 *
 * @returns undefined if they can
 */
export function whyNotHere(): string | undefined {
  if (process.platform === 'win32') {
    return 'needs Linux or macOS, this is Windows: run it there, or in the Windows Subsystem for Linux';
  }
  return whyNoVirtualEnvironment();
}
