import { spanText } from './duration';
import { InstalledSecret, leadingTo, remoteSecrets } from './installed';
import { DiscoveryLink } from './links';
import { Providers } from './provider-facts';
import { isTokenOf, readerUser } from './reader-token';
import { createAdvice, rotateAdvice } from './repair';
import { mayList, userOf } from './token-check';
import { lifetimeSeconds } from './token-claims';
import { quoted } from '../../mesh/quoted';
import { RemoteSecretKind } from '../../mesh/remote-secret-kind';
import { errorText } from '../error-text';
import { CliFinding, error, warning } from '../finding';
import { Clusters } from '../kubernetes/clusters';
import { KubeApi, KubeApiError, KubeSecret } from '../kubernetes/kube-api';
import { MeshFile, MeshFileCluster } from '../mesh-file';
import { linkName } from '../mesh-file-link';

/** What the API server of a provider says, asked about the token in a remote secret. */
export enum ApiAnswer {
  ANSWERS = 'answers',
  REFUSES = 'refuses the token',
  FORBIDS = 'forbids reading',
  NONE = 'no answer',
  NOT_ASKED = 'not asked',
}

/** What there is of the remote secret of a link. */
export interface LinkStatus {
  readonly consumer: string;
  readonly provider: string;
  /** The Secret's name; undefined where there is none. */
  readonly secret?: string;
  /** Null for a token without an end; undefined where it is not known. */
  readonly tokenExpires?: Date | null;
  readonly api: ApiAnswer;
}

export interface Inspection {
  readonly links: LinkStatus[];
  readonly findings: CliFinding[];
}

/** What the API server of a provider says of a remote secret. */
interface Answer {
  readonly api: ApiAnswer;
  readonly findings: CliFinding[];
}

/** A token is to be replaced once less than this part of its time is left. */
const REPLACE_AT = 1 / 3;

/** What istiod lists before anything else. */
const LISTED = ['services', 'secrets'];

/**
 * Looks at the remote secrets of one consumer.
 *
 * @param links its discovery links
 * @param from the provider, where only one is asked about
 */
export async function inspectConsumer(
  consumer: MeshFileCluster, links: readonly DiscoveryLink[], mesh: MeshFile, from: string | undefined,
  clusters: Clusters, providers: Providers, now: Date,
): Promise<Inspection> {
  let secrets: KubeSecret[];
  try {
    secrets = await remoteSecrets(await clusters.open(consumer), consumer.istioNamespace);
  } catch (reason) {
    return {
      links: links.map(link => ({ consumer: consumer.name, provider: link.provider.name, api: ApiAnswer.NOT_ASKED })),
      findings: [error('RS-01', consumer.name, errorText(reason))],
    };
  }
  const inspected = await Promise.all(links.map(link => inspectLink(link, leadingTo(secrets, link.provider.name), providers, now)));
  return {
    links: inspected.map(({ status }) => status),
    findings: [...inspected.flatMap(({ findings }) => findings), ...strangers(consumer, secrets, mesh, from)],
  };
}

async function inspectLink(
  link: DiscoveryLink, installed: InstalledSecret[], providers: Providers, now: Date,
): Promise<{ status: LinkStatus; findings: CliFinding[] }> {
  const { name, consumer, provider } = link;
  const [first] = installed;
  const ends = { consumer: consumer.name, provider: provider.name };
  if (!first) {
    return { status: { ...ends, api: ApiAnswer.NOT_ASKED }, findings: [error('RS-02', name, `there is no remote secret: ${createAdvice(link)}`)] };
  }
  const secret = first.secret.metadata.name!;
  const findings = installed.length > 1 ? [error('RS-03', name, `${installed.map(other => other.secret.metadata.name).join(' and ')} lead to ` +
    `${provider.name}, and istiod takes one of them only: delete all but one`)] : [];
  const { access, claims } = first;
  if (!access) {
    findings.push(error('RS-04', name,
      `the kubeconfig in Secret ${secret} cannot be read, or holds no token that istiod would use: ${createAdvice(link, first.secret)}`));
    return { status: { ...ends, secret, api: ApiAnswer.NOT_ASKED }, findings };
  }
  if (access.server !== link.server || access.tlsServerName !== link.tlsServerName) {
    findings.push(error('RS-05', name, `Secret ${secret} leads to ${quoted(access.server)} (TLS name ${quoted(access.tlsServerName ?? '')}), ` +
      `the link to ${quoted(link.server)} (TLS name ${quoted(link.tlsServerName)}): ${createAdvice(link, first.secret)}`));
  }
  findings.push(...expiry(link, first, now));
  const { api, findings: answered } = await askProvider(link, first, providers);
  return { status: { ...ends, secret, tokenExpires: claims ? claims.expires ?? null : undefined, api }, findings: [...findings, ...answered] };
}

function expiry(link: DiscoveryLink, { secret, claims }: InstalledSecret, now: Date): CliFinding[] {
  if (!claims) {
    return [];
  }
  if (!claims.expires) {
    return [warning('RS-20', link.name, 'the token has no end: whoever copied it can use it until its Secret in the provider\'s cluster ' +
      `is deleted; to replace it, ${rotateAdvice(link)}`)];
  }
  const left = (claims.expires.getTime() - now.getTime()) / 1000;
  if (left <= 0) {
    return [error('RS-06', link.name, `the token has expired ${spanText(-left)} ago: ${createAdvice(link, secret)}`)];
  }
  const whole = lifetimeSeconds(claims);
  const isLate = whole !== undefined && left < whole * REPLACE_AT;
  return isLate
    ? [warning('RS-21', link.name, `the token expires in ${spanText(left)}, less than a third of its time is left: ${rotateAdvice(link)}`)]
    : [];
}

async function askProvider(link: DiscoveryLink, installed: InstalledSecret, providers: Providers): Promise<Answer> {
  let api: KubeApi | undefined;
  try {
    api = await providers.open(link);
    const [{ caData, tokens }, asked] = await Promise.all([providers.facts(link), askAbout(api, link, installed)]);
    const findings = [...asked.findings];
    if (caData !== installed.access!.caData) {
      findings.push(error('RS-07', link.name, 'the certificate authority in the remote secret is not that of the API server of ' +
        `${link.provider.name}: ${createAdvice(link, installed.secret)}`));
    }
    return { api: asked.api, findings: [...findings, ...surplus(link, installed, tokens)] };
  } catch (reason) {
    // An answer that is no permission, or a context that is not there, says nothing of the API server.
    const isSilent = reason instanceof KubeApiError ? !['Forbidden', 'Unauthorized'].includes(reason.reason ?? '') : api !== undefined;
    return isSilent
      ? { api: ApiAnswer.NONE, findings: [error('RS-10', link.name, errorText(reason))] }
      : {
        api: ApiAnswer.NOT_ASKED,
        findings: [warning('RS-22', link.name, `whether the API server takes the token is not checked: ${errorText(reason)}`)],
      };
  }
}

async function askAbout(api: KubeApi, link: DiscoveryLink, { secret, access }: InstalledSecret): Promise<Answer> {
  const { name, provider, reads } = link;
  const user = await userOf(api, access!.token);
  if (!user) {
    const refused = error('RS-08', name, `the API server of ${provider.name} refuses the token: ${createAdvice(link, secret)}`);
    return { api: ApiAnswer.REFUSES, findings: [refused] };
  }
  const allowed = await Promise.all(LISTED.map(resource => mayList(api, user, resource)));
  const lists = LISTED.filter((_, index) => allowed[index]);
  const missing = LISTED.filter(resource => reads.includes(resource) && !lists.includes(resource));
  const findings = [];
  if (missing.length > 0) {
    findings.push(error('RS-09', name,
      `${user.username} may not list ${missing.join(' and ')} in ${provider.name}: apply 50-reader.yaml of its bundle`));
  }
  if (!reads.includes('secrets') && lists.includes('secrets')) {
    findings.push(warning('RS-24', name,
      `${user.username} may list every Secret of ${provider.name}, which the mesh does not declare: see which role gives it that`));
  }
  if (user.username !== readerUser(link)) {
    findings.push(warning('RS-27', name, `the token is that of ${user.username}, and not of the link's own reader, ${readerUser(link)}: ` +
      createAdvice(link, secret)));
  }
  return { api: missing.length > 0 ? ApiAnswer.FORBIDS : ApiAnswer.ANSWERS, findings };
}

/** Tokens of the reader that nobody needs. */
function surplus(link: DiscoveryLink, { claims }: InstalledSecret, tokens: readonly KubeSecret[]): CliFinding[] {
  const names = tokens.filter(token => isTokenOf(token, link.consumer.name)).map(({ metadata }) => metadata.name!)
    .filter(name => name !== claims?.secret);
  if (names.length === 0) {
    return [];
  }
  const isOurs = link.remoteSecret === RemoteSecretKind.CLI;
  return [warning('RS-23', link.name, `${names.length} more ${names.length === 1 ? 'token was' : 'tokens were'} made for this reader: ${isOurs
    ? `to withdraw all that are not in use, ${rotateAdvice(link)}`
    : `External Secrets uses another, delete Secret ${names.join(', ')} of ${link.provider.name}`}`)];
}

/** Remote secrets that no discovery link asks for. */
function strangers({ name }: MeshFileCluster, secrets: readonly KubeSecret[], { links }: MeshFile, from: string | undefined): CliFinding[] {
  const isAskedAbout = (cluster: string) => from === undefined || cluster === from;
  return secrets.flatMap(({ metadata, data }) => Object.keys(data ?? {}).filter(isAskedAbout).flatMap(cluster => {
    const link = links.find(({ consumer, provider }) => consumer === name && provider === cluster);
    if (link?.discovery) {
      return [];
    }
    const secret = `Secret ${metadata.name}`;
    if (cluster === name) {
      return [warning('RS-25', name, `${secret} leads to the cluster itself, and istiod ignores it: delete it`)];
    }
    return [warning('RS-26', linkName({ consumer: name, provider: cluster }), `${secret} makes istiod read ${cluster}, and ${link
      ? 'the link is declared as a service-entry link, whose ServiceEntries are hidden by what istiod finds there'
      : 'the mesh has no such link'}: run "istio-privatelink remote-secret delete --from ${cluster} --to ${name}"`)];
  }));
}
