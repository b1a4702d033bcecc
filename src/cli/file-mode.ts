/** POSIX file modes mean nothing on Windows. */
export const HAS_MODES = process.platform !== 'win32';

/** The permissions of a mode, as `chmod` takes them. */
export function modeText(mode: number): string {
  return (mode % 0o10000).toString(8).padStart(4, '0');
}

/** Whether a mode gives the group or others any permission. */
export function isOpenToOthers(mode: number): boolean {
  return HAS_MODES && !modeText(mode).endsWith('00');
}
