import { join } from 'path';
import { pathToFileURL } from 'url';
import { AwsApi } from '../../aws-api/aws-api';
import { makeVirtualEnvironment } from '../../aws-api/virtual-environment';
import { LabProcess } from '../lab-process';
import { namespacesLike, removeNamespace } from './network-namespace';
import { PrivateLinkFiles, PrivateLinkInput } from './private-link-files';
import { PRIVATE_LINK_PREFIXES } from './reconciler';
import { PrivateLinkStatus } from './status';

/** How long the API may take to answer, on a busy machine. */
const READY_WITHIN_MS = 60_000;

const files = new PrivateLinkFiles();
const labProcess = new LabProcess('private-link');

/** Starts the AWS API of the lab and what makes links of it. The namespaces of the VPCs may come before or after. */
export async function startPrivateLink(input: PrivateLinkInput, progress: (line: string) => void = () => {}): Promise<void> {
  makeVirtualEnvironment(progress);
  files.remove();
  files.input.write(input);
  // tsx itself, because its command would start another process.
  labProcess.start(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, join(__dirname, 'main.ts')], {
    env: { HOME: process.env.HOME, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, LAB: process.env.LAB },
  });
  await until('the AWS API answers', () => files.awsApi.read() !== undefined, READY_WITHIN_MS);
}

/** Ends both and removes what they made, also when they were killed. */
export async function stopPrivateLink(): Promise<void> {
  await labProcess.stop();
  namespacesLike(...PRIVATE_LINK_PREFIXES).forEach(removeNamespace);
  files.remove();
}

/** The AWS API of the lab, to deploy to; it goes on when the result is stopped. */
export function connectAwsApi(): AwsApi {
  const address = files.awsApi.read();
  if (address === undefined) {
    throw new Error('the lab has no AWS API: it is not up');
  }
  return AwsApi.connect(address.landscape, address.url, ...address.empty);
}

/** What the links are; undefined before the first look. */
export function privateLinkStatus(): PrivateLinkStatus | undefined {
  return files.status.read();
}

/**
 * Waits until the links are so.
 *
 * @param what for the error, for instance `cluster1 has a healthy target`
 */
export async function untilLinks(what: string, areSo: (status: PrivateLinkStatus) => boolean, withinMs = 30_000): Promise<void> {
  await until(what, () => {
    const status = privateLinkStatus();
    return status !== undefined && areSo(status);
  }, withinMs, () => JSON.stringify(privateLinkStatus(), undefined, 2));
}

/** Drops all that is on a link, as an outage does: nobody is told. */
export async function cutLink(consumer: string, provider: string): Promise<void> {
  await setCut(consumer, provider, true);
}

/** Ends an outage. */
export async function restoreLink(consumer: string, provider: string): Promise<void> {
  await setCut(consumer, provider, false);
}

async function setCut(consumer: string, provider: string, isCut: boolean): Promise<void> {
  const matching = (status: PrivateLinkStatus) => status.links.filter(link => link.consumer === consumer && link.provider === provider);
  if (matching(privateLinkStatus() ?? { time: '', links: [], problems: [] }).length === 0) {
    throw new Error(`there is no link from ${consumer} to ${provider}`);
  }
  const link = `${consumer}->${provider}`;
  files.cuts.write([...(files.cuts.read() ?? []).filter(cut => cut !== link), ...isCut ? [link] : []]);
  await untilLinks(`the link from ${consumer} to ${provider} is ${isCut ? 'cut' : 'restored'}`, status => matching(status).every(found => found.isCut === isCut));
}

async function until(what: string, isSo: () => boolean, withinMs: number, found: () => string = () => ''): Promise<void> {
  for (const deadline = Date.now() + withinMs; !isSo(); await new Promise(resolve => setTimeout(resolve, 50))) {
    labProcess.requireAlive();
    if (Date.now() > deadline) {
      throw new Error(`waited ${withinMs / 1000} s in vain until ${what}:\n${found()}\n${labProcess.logTail()}`);
    }
  }
}
