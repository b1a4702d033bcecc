/** Who installs istiod. */
export enum IstiodInstallation {
  /** `install/istiod.yaml` or `install/istiod-values.yaml` of the bundle, as a whole. */
  BUNDLE = 'bundle',
  /** Somebody else. The bundle holds the settings that must be merged into that installation. */
  ELSEWHERE = 'elsewhere',
}
