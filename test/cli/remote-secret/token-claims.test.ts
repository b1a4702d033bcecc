import fc from 'fast-check';
import { lifetimeSeconds, tokenClaims } from '../../../src/cli/remote-secret/token-claims';

const SUB = 'system:serviceaccount:istio-system:istio-reader-cluster1';

function token(claims: unknown): string {
  return `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;
}

test('a requested token has an end, and ends with its Secret', () => {
  const claims = tokenClaims(token({ 'sub': SUB, 'iat': 1_000, 'exp': 4_600, 'kubernetes.io': { secret: { name: 'reader-1', uid: 'x' } } }))!;
  expect(claims).toEqual({ expires: new Date(4_600_000), issued: new Date(1_000_000), secret: 'reader-1', serviceAccount: 'istio-system:istio-reader-cluster1' });
  expect(lifetimeSeconds(claims)).toBe(3600);
});

test('a token of a Secret has none', () => {
  const claims = tokenClaims(token({ 'sub': SUB, 'kubernetes.io/serviceaccount/secret.name': 'reader-2' }))!;
  expect(claims).toEqual({ secret: 'reader-2', serviceAccount: 'istio-system:istio-reader-cluster1' });
  expect(lifetimeSeconds(claims)).toBeUndefined();
});

test.each([
  {}, null, 5, 'x', [], { sub: 'admin' }, { sub: 5 }, { sub: 'system:serviceaccount:a' }, { sub: `${SUB}\nerror: x` }, { sub: SUB, exp: 'tomorrow' }, { sub: SUB, exp: 1e300 },
  { sub: SUB, iat: null }, { sub: SUB, exp: 1, iat: -1e15 },
])('%j is not of a service account', claims => {
  expect(tokenClaims(token(claims))).toBeUndefined();
});

test.each([5, {}, '../x', 'a\nb', 'A', '\u001b[31m', ''])('a Secret is not called %j', name => {
  expect(tokenClaims(token({ 'sub': SUB, 'kubernetes.io': { secret: { name } } }))).toMatchObject({ secret: undefined });
});

test('property: of garbage it never throws, and makes only dates that can be printed', () => {
  const garbage = fc.oneof(
    fc.string(),
    fc.json().map(json => `a.${Buffer.from(json).toString('base64url')}.b`),
    fc.record({ 'sub': fc.constantFrom(SUB, 'x'), 'exp': fc.anything(), 'iat': fc.oneof(fc.integer(), fc.double()), 'kubernetes.io': fc.anything() }, { requiredKeys: [] })
      .map(claims => `a.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.b`),
  );
  fc.assert(fc.property(garbage, text => {
    const claims = tokenClaims(text);
    for (const date of [claims?.expires, claims?.issued]) {
      expect(() => date?.toISOString()).not.toThrow();
    }
    expect(JSON.stringify(claims ?? {})).not.toMatch(/\\n|\\u001b/);
  }), { numRuns: 500 });
});
