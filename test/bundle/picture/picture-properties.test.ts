import * as fc from 'fast-check';
import { parseMermaid } from './parse-mermaid';
import { isInside, overlapping, parseSvg, SvgPicture } from './parse-svg';
import { meshMermaid } from '../../../src/bundle/picture/mermaid';
import { KIND_NAMES, meshGraph } from '../../../src/bundle/picture/mesh-graph';
import { meshSvg } from '../../../src/bundle/picture/mesh-svg';
import { Mesh } from '../../../src/mesh';
import { declareMesh, MeshDeclaration, meshDeclarations, reordered } from '../../mesh/arbitraries';

const svg = (mesh: Mesh) => meshSvg(meshGraph(mesh));
const mermaid = (mesh: Mesh) => meshMermaid(meshGraph(mesh));
const isMatrix = (picture: SvgPicture) => picture.clusters.every(({ box }) => box === undefined);

/** Meshes from a few links, which are drawn, to many, which are a table. */
const declarations = (): fc.Arbitrary<MeshDeclaration> => fc.tuple(meshDeclarations(), fc.integer({ min: 0, max: 20 })).map(([declaration, left]) => {
  // The last links of a declaration are those that leave no cluster alone.
  const { clusters, links } = declaration;
  return { ...declaration, links: links.slice(Math.max(0, Math.min(left, links.length - clusters.length))) };
});

const linkNames = (mesh: Mesh) => mesh.links.map(({ name, mode }) => `${name} (${KIND_NAMES[mode.kind]})`).sort();

describe('mesh.svg', () => {
  const forms = new Set<boolean>();
  const check = (predicate: (picture: SvgPicture, mesh: Mesh) => void) => fc.assert(fc.property(declarations(), declaration => {
    const mesh = declareMesh(declaration);
    const picture = parseSvg(svg(mesh));
    forms.add(isMatrix(picture));
    predicate(picture, mesh);
  }), { numRuns: 60 });

  test('has every cluster, and every link once', () => check((picture, mesh) => {
    expect(picture.clusters.map(({ name }) => name).sort()).toEqual(mesh.clusters.map(({ name }) => name));
    for (const { name, texts } of picture.clusters) {
      expect(texts.map(({ content }) => content)).toContain(name);
    }
    expect(picture.links.sort()).toEqual(linkNames(mesh));
  }));

  test('has a head for each link of an arrow', () => check(picture => {
    expect(picture.arrows.map(({ heads }) => heads)).toEqual(picture.arrows.map(({ links }) => links));
  }));

  test('lays no box over another, and each inside one of a group', () => check(picture => {
    const boxes = picture.clusters.flatMap(({ box }) => box ?? []);
    expect(overlapping(boxes)).toEqual([]);
    expect(overlapping(picture.groups)).toEqual([]);
    expect(boxes.filter(box => !picture.groups.some(group => isInside(box, group)))).toEqual([]);
  }));

  test('has no text wider than its box, over another text, or off the page', () => check(picture => {
    for (const { box, texts } of picture.clusters) {
      expect(texts.filter(text => box && !isInside(text, box))).toEqual([]);
    }
    expect(overlapping(picture.texts)).toEqual([]);
    expect([...picture.texts, ...picture.groups].filter(part => !isInside(part, picture.page))).toEqual([]);
  }));

  test('keeps arrows out of boxes of other clusters, and on the page', () => check(picture => {
    for (const { d } of picture.arrows) {
      const parts = levelParts(d);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.filter(part => !isInside(part, picture.page))).toEqual([]);
      expect(parts.flatMap(part => picture.clusters.filter(({ box }) => box && overlapping([part, box]).length > 0))).toEqual([]);
    }
  }));

  test('keeps arrows that pass a group off its border', () => check(picture => {
    for (const { x, y, width } of picture.arrows.flatMap(({ d }) => levelParts(d))) {
      const crossed = picture.groups.filter(group => x < group.x + group.width && group.x < x + width);
      // Where an arrow begins or ends it is beside a box, which is inside the border.
      expect(crossed.flatMap(group => [group.y, group.y + group.height]).filter(border => Math.abs(border - y) < 10)).toEqual([]);
    }
  }));

  test('lays no arrow over another', () => check(picture => {
    const passes = picture.arrows.flatMap(({ d }) => levelParts(d)).filter(({ width }) => width > 20);
    const shared = passes.flatMap((a, index) => passes.slice(index + 1)
      .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < 8).map(b => [a, b]));
    expect(shared).toEqual([]);
  }));

  test('lets no arrows cross at a box, where they are close together', () => check(picture => {
    const fromLeft = picture.arrows.map(({ d }) => pointsOf(d));
    const ways = [...fromLeft, ...fromLeft.map(points => [...points].reverse())];
    for (const { box } of picture.clusters) {
      for (const side of box ? [box.x, box.x + box.width] : []) {
        const own = ways.filter(([{ x, y }]) => Math.abs(x - side) < 0.2 && box!.y < y && y < box!.y + box!.height).sort(([a], [b]) => a.y - b.y);
        const next = own.map(way => way[2].y);
        expect(next).toEqual([...next].sort((a, b) => a - b));
      }
    }
  }));

  test('the tests above saw both forms', () => expect([...forms].sort()).toEqual([false, true]));
});

test('mesh.mmd has every cluster in its group, and every link, by Mermaid\'s own parser', () => {
  const meshes = fc.sample(declarations(), 50).map(declareMesh);
  const flowcharts = parseMermaid(meshes.map(mermaid));
  meshes.forEach((mesh, index) => {
    const flowchart = flowcharts[index];
    expect(flowchart.error).toBeUndefined();
    const name = (id: string) => id.replace(/^cluster_/, '').replace(/_/g, '-');
    expect(flowchart.nodes.map(({ id }) => name(id)).sort()).toEqual(mesh.clusters.map(cluster => cluster.name));
    expect(flowchart.groups.flatMap(({ title, nodes }) => nodes.map(id => `${name(id)}: ${title}`)).sort())
      .toEqual(mesh.clusters.map(cluster => `${cluster.name}: account ${cluster.account}, ${cluster.region}`).sort());
    const kinds = [...new Set(mesh.links.map(({ mode }) => mode.kind))];
    // One kind is in the title, not at each arrow.
    const titleKind = kinds.length === 1 ? KIND_NAMES[kinds[0]] : '';
    expect(meshMermaid(meshGraph(mesh))).toMatch(new RegExp(`^---\ntitle: "Mesh .* \\d+ ${titleKind}${titleKind && ' '}links?"\n`));
    expect(flowchart.edges.filter(({ label }) => (label === '') !== (kinds.length === 1))).toEqual([]);
    const links = flowchart.edges.flatMap(({ start, end, type, label }) => [[start, end], ...(type === 'double_arrow_point' ? [[end, start]] : [])]
      .map(ends => `${ends.map(name).join(' -> ')} (${label || titleKind})`));
    expect(links.sort()).toEqual(linkNames(mesh));
  });
});

test('the order of the declaration changes no byte', () => {
  fc.assert(fc.property(declarations().chain(declaration => fc.tuple(fc.constant(declaration), reordered(declaration))), orders => {
    const [one, other] = orders.map(declareMesh);
    expect(svg(other)).toBe(svg(one));
    expect(mermaid(other)).toBe(mermaid(one));
  }), { numRuns: 40 });
});

/** The points of a path: its ends, a little before them, and at the sides of the columns that it passes. */
function pointsOf(d: string): { x: number; y: number }[] {
  let y = 0;
  return [...d.matchAll(/M(\S+) (\S+)|H(\S+)|C\S+ \S+ \S+ \S+ (\S+) (\S+)/g)].map(([, startX, startY, levelX, curveX, curveY]) => {
    y = Number(startY ?? curveY ?? y);
    return { x: Number(startX ?? levelX ?? curveX), y };
  });
}

/** The level lines of a path, beside the boxes of columns between its ends. */
function levelParts(d: string): { x: number; y: number; width: number; height: number }[] {
  let [x, y] = /^M(\S+) (\S+)/.exec(d)!.slice(1).map(Number);
  return [...d.matchAll(/H(\S+)|C\S+ \S+ \S+ \S+ (\S+) (\S+)/g)].flatMap(([, level, toX, toY]) => {
    const from = x;
    [x, y] = level ? [Number(level), y] : [Number(toX), Number(toY)];
    return level ? [{ x: from + 0.2, y, width: x - from - 0.4, height: 0 }] : [];
  });
}
