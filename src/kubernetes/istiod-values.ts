import { istiodConfiguration } from './istiod-configuration';
import { IstiodSettings } from './istiod-settings';

/**
 * Values for Istio's `istiod` chart, 1.27 to 1.31.
 *
 * `global.enableReaderRBAC` belongs into the values of the `base` chart too, which installs the reader's account; an account
 * left there without a role can do nothing.
 */
export function istiodValues(settings: IstiodSettings): object {
  return istiodConfiguration(settings);
}
