/** What a container of an image runs, unless its pod says otherwise. https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly User?: string;
  readonly Env?: readonly string[];
}

/** An image: the base file system, and a layer with these files. */
export interface Image {
  /** What a pod asks for, for instance `localhost/istio/pilot:1`. */
  readonly name: string;
  readonly config: ImageConfig;
  /** The files of its layer by their absolute paths: where each is copied from, or what it says. */
  readonly files: { readonly [path: string]: { readonly copyOf: string } | { readonly text: string } };
}
