import { CliFinding, error, warning } from '../finding';
import { chainOf, Material } from './material';
import { quoted } from '../../mesh/quoted';
import { Certificate, sameCertificates } from '../certificate';
import { ROOT_CERT } from '../certs-directory';

interface Trust {
  readonly who: string;
  readonly file: string;
  /** What it accepts. */
  readonly roots: Certificate[];
  /** From where its own certificates come, if it has any. */
  readonly anchor?: Certificate;
}

/** Whether each cluster accepts the root from which every other's certificates come. */
export function checkRoots(material: Material): CliFinding[] {
  const { root, clusters } = material;
  const trusts: Trust[] = [
    ...(root.certificates.length > 0 ? [{ who: 'the mesh', file: root.certFile, roots: root.certificates }] : []),
    ...clusters.filter(({ roots }) => roots !== undefined).map(cluster => {
      const path = chainOf(cluster);
      return { who: cluster.name, file: cluster.file(ROOT_CERT), roots: cluster.roots!, anchor: path?.[path.length - 1] };
    }),
  ];
  const refused = trusts.flatMap(({ file, roots }) => {
    const strangers = trusts.filter(({ anchor }) => anchor && !roots.some(({ fingerprint }) => fingerprint === anchor.fingerprint));
    return strangers.length === 0 ? [] : [error('CA-07', file, `the certificates of ${strangers.map(({ who }) => quoted(who)).join(', ')} come from another root ` +
      `(SHA-256 ${strangers[0].anchor!.fingerprint.slice(0, 16)}…) than those in this file: issue them from one root`)];
  });
  if (refused.length > 0) {
    return refused;
  }
  const [first, ...others] = trusts;
  return others.filter(({ roots }) => !sameCertificates(roots, first.roots)).map(({ file }) => warning('CA-27', file,
    `the roots in this file are not those in ${quoted(first.file)}: right while one root replaces another, make them equal at its end`));
}
