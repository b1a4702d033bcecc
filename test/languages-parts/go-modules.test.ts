import { join } from 'path';
import { temporaryDirectory } from '../bundle/temporary-directory';
import { withScript } from '../cli/program-script';
import { tidyModules } from '../languages/go-modules';

/** What `go mod tidy` says, on standard error. */
function saying(text: string): NodeJS.ProcessEnv {
  return withScript('go', `cat >&2 <<'END'\n${text}\nEND\nexit 1`);
}

test('where go mod tidy succeeds, there is no reason to generate modules', () => {
  expect(tidyModules(temporaryDirectory(), withScript('go', '[ "$*" = "mod tidy" ] && [ "$GOVCS" = "*:off" ] && [ "$GOTOOLCHAIN" = local ]'))).toBeUndefined();
});

test.each<[string, string, string]>([
  ['does not give away two modules', `go: two-clusters imports
	example.com/library imports
	example.com/cdk8s/v2: example.com/cdk8s/v2@v2.70.0: reading https://user:secret@proxy.example.com/example.com/cdk8s/v2/@v/v2.70.0.zip: 403 Forbidden
	server response: This module version is not available.
go: two-clusters imports
	example.com/cdk/v2: example.com/cdk/v2@v2.257.0: reading https://proxy.example.com/example.com/cdk/v2/@v/v2.257.0.zip: 410 Gone`,
  'the module proxy does not have example.com/cdk/v2@v2.257.0, example.com/cdk8s/v2@v2.70.0'],
  ['is not known to the checksum database', 'go: example.com/cdk/v2@v2.257.0: verifying module: example.com/cdk/v2@v2.257.0: reading https://sum.example.com/lookup/example.com/cdk/v2@v2.257.0: 404 Not Found',
    'the module proxy does not have example.com/cdk/v2@v2.257.0'],
  ['would have to be asked of its repository', 'go: example.com/cdk/v2@v2.257.0: invalid version: GOVCS disallows using git for public example.com/cdk; see \'go help vcs\'',
    'the module proxy does not have example.com/cdk/v2@v2.257.0'],
  ['is not reached', 'go: example.com/cdk/v2@v2.257.0: Get "https://proxy.example.com/example.com/cdk": dial tcp: lookup proxy.example.com: no such host', 'no module proxy answers'],
  ['is switched off', 'go: example.com/cdk/v2@v2.257.0: module lookup disabled by GOPROXY=off', 'no module proxy answers'],
])('a module proxy that %s is a reason, which names no address', (_, output, reason) => {
  expect(tidyModules(temporaryDirectory(), saying(output))).toBe(reason);
});

test('a slow one is waited for so long, and no longer', () => {
  const started = Date.now();
  expect(tidyModules(temporaryDirectory(), withScript('go', 'exec sleep 60'), 500)).toBe('go mod tidy took longer than 0.5 seconds');
  expect(Date.now() - started).toBeLessThan(20_000);
});

test('what is wrong with the program or the library fails', () => {
  expect(() => tidyModules(temporaryDirectory(), saying('go: errors parsing go.mod: go.mod:3: unknown directive: requir'))).toThrow(/unknown directive: requir/);
  expect(() => tidyModules(temporaryDirectory(), { PATH: join(temporaryDirectory(), 'nowhere') })).toThrow(/ENOENT/);
});
