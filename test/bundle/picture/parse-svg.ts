import { DOMParser, Element, onErrorStopParsing } from '@xmldom/xmldom';
import { FONT_SIZES } from '../../../src/bundle/picture/svg';
import { textWidth } from '../../../src/bundle/picture/text';

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface SvgText extends Box { readonly content: string; readonly isVertical: boolean }
export interface SvgCluster { readonly name: string; readonly box?: Box; readonly texts: SvgText[] }

export interface SvgPicture {
  readonly page: Box;
  readonly title: string;
  readonly groups: Box[];
  readonly clusters: SvgCluster[];
  readonly texts: SvgText[];
  /** The links that arrows or marks stand for. */
  readonly links: string[];
  readonly arrows: { readonly d: string; readonly heads: number; readonly links: number }[];
}

/** @throws when the text is not well-formed XML */
export function parseSvg(text: string): SvgPicture {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'image/svg+xml').documentElement!;
  const all = (parent: Element, tag: string) => Array.from(parent.getElementsByTagName(tag));
  const ofClass = (parent: Element, tag: string, name: string) => all(parent, tag).filter(element => (element.getAttribute('class') ?? '').split(' ').includes(name));
  const heads = new Map(all(root, 'marker').map((marker): [string, string] => [`url(#${marker.getAttribute('id')})`, headOf(marker)]));
  const titled = [...ofClass(root, 'path', 'link'), ...ofClass(root, 'path', 'mark')].filter(path => all(path, 'title').length > 0);
  return {
    page: boxOf(root),
    title: all(root, 'title')[0].textContent!,
    groups: ofClass(root, 'rect', 'group-box').map(boxOf),
    clusters: ofClass(root, 'g', 'cluster').map(cluster => ({
      name: cluster.getAttribute('id')!.replace(/^cluster-/, ''),
      box: ofClass(cluster, 'rect', 'box').map(boxOf)[0],
      texts: all(cluster, 'text').map(textOf),
    })),
    texts: all(root, 'text').map(textOf),
    links: titled.flatMap(path => all(path, 'title')[0].textContent!.split(', ')),
    arrows: titled.filter(path => path.getAttribute('class')!.startsWith('link')).map(path => ({
      d: path.getAttribute('d')!,
      heads: ['start', 'end'].filter(end => heads.get(path.getAttribute(`marker-${end}`) ?? '') === end).length,
      links: all(path, 'title')[0].textContent!.split(', ').length,
    })),
  };
}

/** The end of a path at which a marker is a head: its tip is where the path ends, and points away from the path. */
function headOf(marker: Element): string {
  const [, backX, tipX] = /^M(\S+) \S+ L(\S+) /.exec(marker.getElementsByTagName('path')[0].getAttribute('d')!)!.map(Number);
  // Older renderers know no other value that turns a head with its path.
  const isTurned = marker.getAttribute('orient') === 'auto';
  const isAtTip = Math.abs(Number(marker.getAttribute('refX')) - tipX) <= 1;
  return isTurned && isAtTip ? (backX < tipX ? 'end' : 'start') : 'none';
}

function boxOf(element: Element): Box {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(element.getAttribute(name) ?? 0));
  return { x, y, width, height };
}

function textOf(element: Element): SvgText {
  const size = FONT_SIZES[element.getAttribute('class') as keyof typeof FONT_SIZES];
  const [x, baseline] = ['x', 'y'].map(name => Number(element.getAttribute(name)));
  const width = textWidth(element.textContent!, size);
  const isVertical = element.hasAttribute('transform');
  return {
    content: element.textContent!,
    isVertical,
    ...(isVertical ? { x: x - size, y: baseline - width, width: size, height: width } : { x, y: baseline - size, width, height: size }),
  };
}

/** Whether `inner` is inside `outer`, but for what rounding may add. */
export function isInside(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x - 0.2 && inner.y >= outer.y - 0.2 &&
    inner.x + inner.width <= outer.x + outer.width + 0.2 && inner.y + inner.height <= outer.y + outer.height + 0.2;
}

export function overlapping(boxes: readonly Box[]): [Box, Box][] {
  return boxes.flatMap((a, index) => boxes.slice(index + 1)
    .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
    .map((b): [Box, Box] => [a, b]));
}
