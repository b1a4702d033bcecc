import { KeyUsageFlags } from './x509';

/** Whether a bit of the key usage is set. */
export function hasUsage(usages: number, flag: KeyUsageFlags): boolean {
  return Math.floor(usages / flag) % 2 === 1;
}
