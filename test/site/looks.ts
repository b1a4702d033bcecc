import { SiteWindow } from './browser';

/** What a reader would object to on the page that a window shows. */
export async function objections(window: SiteWindow): Promise<string[]> {
  const found = await window.page.evaluate(() => {
    const objects: string[] = [];
    const wide = document.scrollingElement!.scrollWidth - innerWidth;
    if (wide > 0) objects.push(`is ${wide} pixels too wide`);
    const headings = [...document.querySelectorAll('h1')].map(heading => heading.innerText.trim());
    if (headings.length !== 1 || headings[0] === '') objects.push(`has these headings of first level: ${JSON.stringify(headings)}`);
    for (const image of document.querySelectorAll('img')) {
      if (image.offsetParent !== null && image.naturalWidth === 0) objects.push(`does not show ${image.src}`);
    }
    return objects;
  });
  return [...window.takeProblems(), ...found];
}
