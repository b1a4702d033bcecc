import { Token } from 'aws-cdk-lib';
import { IResolver, ResolutionContext } from 'cdk8s';

const WHY = 'the AWS CDK knows its value only at deployment, but manifests are written at synthesis';
const INSTEAD = 'give a literal value; the address of an endpoint can be EndpointAddress.privateHostedZone() or EndpointAddress.fromOutputs()';

/** What a token, or an intrinsic function that it resolves to, looks like in a manifest. */
const TOKEN_TEXT = /[$#]\{Token\[[^\]]*\]\}|\bFn::[A-Z][A-Za-z]+|-1\.\d{10,16}e\+289/;

/**
 * Refuses CDK tokens in charts, where cdk8s would print them as text.
 *
 * A resolver for `new App({ resolvers: [new CdkTokenGuard()] })` of cdk8s. It sees values, not the keys of maps.
 *
 * @example
 * const charts = new Cdk8sApp({ resolvers: [new CdkTokenGuard()] });
 * new MeshNamespace(new Chart(charts, 'namespaces'), 'Shop', { name: 'shop', injection: true });
 */
export class CdkTokenGuard implements IResolver {
  /**
   * Called by cdk8s for each value of each object.
   *
   * @throws when the value is a CDK token, or text with one in it
   */
  public resolve(context: ResolutionContext): void {
    const { key, obj, value } = context;
    if (!isToken(value)) {
      return;
    }
    // cdk8s says the construct's path before this.
    throw new Error(`${key.join('.')} of ${obj.kind} "${obj.name}" is a CDK token${described(value)}: ${WHY}; ${INSTEAD}`);
  }
}

/**
 * Refuses CDK tokens in a finished manifest, also where no resolver looks: in the keys of maps.
 *
 * @throws when the text has a token or an intrinsic function in it
 */
export function assertNoCdkToken(text: string, where: string): void {
  // Three searches for plain text take far less time over a big bundle than the expression.
  if (!text.includes('{Token[') && !text.includes('Fn::') && !text.includes('e+289')) {
    return;
  }
  const found = TOKEN_TEXT.exec(text);
  if (found) {
    const line = text.slice(0, found.index).split('\n').length;
    throw new Error(`${where}, line ${line}, has a CDK token in it (${found[0]}): ${WHY}; ${INSTEAD}`);
  }
}

/** Asks the CDK only about what can be one: this runs for every value of every object. */
function isToken(value: unknown): boolean {
  switch (typeof value) {
    // An element of a list is asked about as a list, because that is how lists are encoded.
    case 'string': return value.length > 8 && (Token.isUnresolved(value) || (value.startsWith('#{') && Token.isUnresolved([value])));
    case 'number': return value < -1e288 && Token.isUnresolved(value);
    case 'object': return value !== null && !Array.isArray(value) && Token.isUnresolved(value);
    default: return false;
  }
}

function described(value: unknown): string {
  return typeof value === 'object' ? '' : ` (${value})`;
}
