import { Browser, BrowserContext, BrowserContextOptions, chromium, Page } from 'playwright-core';
import { browserPath } from './prerequisites';
import { serveDirectory, StaticServer } from '../../website/static-server';

/** What a window is like. */
export const WINDOWS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;

/** A site, served on this machine, and a browser to look at it. */
export class SiteBrowser {
  public static async open(directory: string, base: string): Promise<SiteBrowser> {
    const server = await serveDirectory(directory, base, 0);
    try {
      const browser = await chromium.launch({
        executablePath: browserPath()!,
        // As root it has no sandbox; and it asks nobody but the site.
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      });
      return new SiteBrowser(server, browser);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  private isServing = true;

  private constructor(private readonly server: StaticServer, private readonly browser: Browser) {}

  /** With a slash at the end. */
  public get url(): string {
    return this.server.url;
  }

  /** From now on nothing answers. */
  public async stopServing(): Promise<void> {
    this.isServing = false;
    await this.server.close();
  }

  public async close(): Promise<void> {
    await this.browser.close();
    if (this.isServing) await this.stopServing();
  }

  /** A window in which what goes wrong is noted. Whatever is not of the site is refused, as without a network. */
  public async window(options: BrowserContextOptions): Promise<SiteWindow> {
    // Requests of a service worker are not seen.
    const context = await this.browser.newContext({ serviceWorkers: 'block', ...options });
    const problems: string[] = [];
    await context.route(url => !url.href.startsWith(this.url), route => {
      problems.push(`asks ${route.request().url()}`);
      return route.abort();
    });
    context.on('console', message => {
      if (['error', 'warning'].includes(message.type()) && !message.text().includes('registration blocked by Playwright')) problems.push(`console: ${message.text()}`);
    });
    context.on('weberror', error => problems.push(`error: ${error.error().message}`));
    context.on('response', response => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url().slice(this.url.length)}`);
    });
    return new SiteWindow(this.url, context, await context.newPage(), problems, options.javaScriptEnabled ?? true);
  }
}

/** A window of the browser. */
export class SiteWindow {
  public constructor(
    private readonly url: string, private readonly context: BrowserContext, public readonly page: Page, private readonly noted: string[],
    private readonly runsScripts: boolean,
  ) {}

  /** Goes to a page of the site, and waits until it has come to life and is drawn. */
  public async goto(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    if (!this.runsScripts) return;
    await this.page.waitForFunction(() => {
      const app = document.querySelector('#app');
      return app === null || '__vue_app__' in app && document.querySelector('pre.diagram-text') === null;
    });
    await this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  /** What went wrong since the last call. */
  public takeProblems(): string[] {
    return this.noted.splice(0);
  }

  public close(): Promise<void> {
    return this.context.close();
  }
}
