import { existsSync } from 'fs';
import { chromium } from 'playwright-core';

/** Where browsers that playwright can drive are installed by systems' packages. */
const BROWSERS = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser in which the site is looked at: CHROME_PATH, else that of the system, else playwright's own. */
export function browserPath(): string | undefined {
  const { CHROME_PATH } = process.env;
  return (CHROME_PATH ? [CHROME_PATH] : [...BROWSERS, chromium.executablePath()]).find(path => existsSync(path));
}

/** Why these tests cannot run on this machine; undefined if they can. */
export function whyNotHere(): string | undefined {
  if (browserPath() !== undefined) return undefined;
  return process.env.CHROME_PATH
    ? `CHROME_PATH is ${process.env.CHROME_PATH}, which does not exist`
    : 'needs Chromium or Chrome: install it (apt-get install chromium, or npx playwright-core install chromium), or name its program in CHROME_PATH';
}
