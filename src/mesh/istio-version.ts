import { quoted } from './quoted';

/**
 * A release of Istio, as far as the bundles depend on it.
 *
 * The constants name a minor release and mean "its newest patch"; name a patch with `IstioVersion.of('1.30.4')`.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/
 *
 * @example
 * new Mesh({ meshId: 'demo', istioVersion: IstioVersion.of('1.31.1') });
 */
export class IstioVersion {
  /** Istio 1.27. */
  public static readonly V1_27 = IstioVersion.of('1.27');
  /** Istio 1.28. */
  public static readonly V1_28 = IstioVersion.of('1.28');
  /** Istio 1.29. */
  public static readonly V1_29 = IstioVersion.of('1.29');
  /**
   * Istio 1.30.
   *
   * Patches 1.30.0 to 1.30.3 lose network gateways when a remote secret is rotated; name a later patch with `IstioVersion.of`.
   */
  public static readonly V1_30 = IstioVersion.of('1.30');
  /** Istio 1.31. */
  public static readonly V1_31 = IstioVersion.of('1.31');

  /**
   * A version by its number.
   *
   * @param version `minor` or `minor.patch`, for instance `1.31` or `1.30.4`
   * @throws when the text is not such a number, or the release is older than 1.27
   */
  public static of(version: string): IstioVersion {
    const match = /^1\.(0|[1-9]\d{0,2})(?:\.(0|[1-9]\d{0,2}))?$/.exec(version);
    if (!match) {
      throw new Error(`istio version ${quoted(version)} is not a release of Istio 1: expected 1.<minor> or 1.<minor>.<patch> from 1.27 on, for instance "1.31" or "1.30.4"`);
    }
    const minor = Number(match[1]);
    if (minor < 27) {
      throw new Error(`istio version ${quoted(version)} is too old: the bundles are written for 1.27 and later, upgrade Istio or name a later version`);
    }
    return new IstioVersion(minor, match[2] === undefined ? undefined : Number(match[2]));
  }

  /** The version as text, `1.<minor>` or `1.<minor>.<patch>`. */
  public readonly version: string;

  private constructor(
    /** The minor release, for instance 31 in 1.31.1. */
    public readonly minor: number,
    /** The patch release, for instance 1 in 1.31.1; undefined where only the minor release is known. */
    public readonly patch?: number,
  ) {
    this.version = patch === undefined ? `1.${minor}` : `1.${minor}.${patch}`;
  }

  /**
   * Whether this version is `minor` or later.
   *
   * @param minor the minor release, for instance 30 for 1.30
   */
  public isAtLeast(minor: number): boolean {
    return this.minor >= minor;
  }

  /**
   * The charts can leave out the reader account that may list every Secret (`global.enableReaderRBAC`).
   *
   * @internal
   */
  public get _hasReaderRbacSwitch(): boolean {
    return this.isAtLeast(30);
  }

  /**
   * istiod reads the mesh configuration of its peers, and so needs to read their ConfigMaps (istio/istio#59474).
   *
   * @internal
   */
  public get _readsRemoteMeshConfig(): boolean {
    return this.isAtLeast(29);
  }

  /**
   * Why this version is known to break a multi-cluster mesh, or undefined.
   *
   * @internal
   */
  public get _knownDefect(): string | undefined {
    if (this.minor !== 30 || (this.patch ?? 0) > 3) {
      return undefined;
    }
    return 'rotating a remote secret can deadlock istiod (istio/istio#60612, 1.30.0 to 1.30.2), ' +
      'and drops network gateways and endpoints (#60920, #61043, 1.30.0 to 1.30.3)';
  }
}
