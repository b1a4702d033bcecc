/** What appeared and what vanished between two lists of names, or undefined if they are the same. */
export function differenceOf(listed: readonly string[], actual: readonly string[], renew: string): string | undefined {
  const appeared = actual.filter(name => !listed.includes(name));
  const vanished = listed.filter(name => !actual.includes(name));
  if (appeared.length === 0 && vanished.length === 0) {
    return undefined;
  }
  return [
    'the public API is not what is listed:',
    ...appeared.map(name => `  appeared: ${name}`),
    ...vanished.map(name => `  vanished: ${name}`),
    `if that is meant, run ${renew} and commit the list`,
  ].join('\n');
}
