import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { parseMermaid } from './parse-mermaid';
import { isInside, parseSvg } from './parse-svg';
import { meshMermaid } from '../../../src/bundle/picture/mermaid';
import { meshGraph } from '../../../src/bundle/picture/mesh-graph';
import { meshSvg } from '../../../src/bundle/picture/mesh-svg';
import { FONT_SIZES } from '../../../src/bundle/picture/svg';
import { escapeXml, fitted, textWidth } from '../../../src/bundle/picture/text';
import { ClusterVpc, LinkMode, Mesh, ServicePort } from '../../../src/mesh';
import { addCluster, exportApi, meshOf, pair, vpcAttributes } from '../../mesh/meshes';
import { synth } from '../synth';

const svg = (mesh: Mesh) => parseSvg(meshSvg(meshGraph(mesh)));
const mermaid = (mesh: Mesh) => parseMermaid([meshMermaid(meshGraph(mesh))])[0];
const isDiagram = (mesh: Mesh) => svg(mesh).clusters.every(({ box }) => box !== undefined);
const textsOf = (mesh: Mesh, cluster: string) => svg(mesh).clusters.find(({ name }) => name === cluster)!.texts.map(({ content }) => content);
const names = (count: number) => Array.from({ length: count }, (_, index) => `cluster${index + 10}`);

test('are in the bundles\' directory', () => {
  const { mesh } = pair();
  const graph = meshGraph(mesh);
  expect(synth(mesh)).toMatchObject({ 'mesh.mmd': meshMermaid(graph), 'mesh.svg': meshSvg(graph) });
});

test('say what a cluster is, and what it exports', () => {
  const { mesh, cluster1 } = pair();
  exportApi(cluster1, { namespace: 'shop', name: 'web', ports: [ServicePort.http(80), ServicePort.grpc(9000)] });
  const vpc = cluster1.vpc.description;
  expect(textsOf(mesh, 'cluster1')).toEqual(['cluster1', 'network cluster1', vpc, 'api.cluster1:80', 'web.shop:80,9000']);
  expect(mermaid(mesh).nodes[0]).toEqual({
    id: 'cluster_cluster1', label: `<b>cluster1</b><br/>network cluster1<br/>${vpc}<br/>api.cluster1:80<br/>web.shop:80,9000`,
  });
});

test('say that nothing is exported, or everything', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'consumer').consume(addCluster(mesh, 'provider', { exposeAllServices: true }));
  expect(textsOf(mesh, 'consumer')).toContain('no exports');
  expect(textsOf(mesh, 'provider')).toContain('every service');
  expect(textsOf(mesh, 'provider')).not.toContain('no exports');
});

describe('an arrow', () => {
  test('has two heads for two links of one kind', () => {
    const { mesh } = pair({ mode: LinkMode.serviceEntry() });
    expect(svg(mesh).arrows).toMatchObject([{ heads: 2 }]);
    expect(mermaid(mesh).edges).toMatchObject([{ type: 'double_arrow_point', stroke: 'dotted', label: '' }]);
  });

  test('has one for a link in one direction, and for each of two kinds', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b);
    b.consume(a, { mode: LinkMode.serviceEntry() });
    expect(svg(mesh).arrows).toMatchObject([{ heads: 1 }, { heads: 1 }]);
    expect(mermaid(mesh).edges).toMatchObject([
      { start: 'cluster_a', end: 'cluster_b', type: 'arrow_point', stroke: 'normal', label: 'discovery' },
      { start: 'cluster_b', end: 'cluster_a', type: 'arrow_point', stroke: 'dotted', label: 'service entry' },
    ]);
  });

  test('is explained in each form that there is', () => {
    const legend = (mesh: Mesh) => meshSvg(meshGraph(mesh)).split('\n').filter(line => line.includes('class="legend"')).map(line => />(.*)</.exec(line)![1])
      .filter(text => /^(discovery|service entry)/.test(text));
    expect(legend(pair().mesh)).toEqual(['discovery, both ways']);
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    mesh.connect(a, b);
    b.consume(c);
    c.consume(b, { mode: LinkMode.serviceEntry() });
    expect(legend(mesh)).toEqual(['discovery', 'discovery, both ways', 'service entry']);
  });

  test('leads to the provider, on whichever side that is', () => {
    const { mesh, clusters: [hub, ...spokes] } = meshOf(names(4));
    spokes.forEach(spoke => spoke.consume(hub));
    const text = meshSvg(meshGraph(mesh));
    const [spokeX, hubX] = ['cluster11', 'cluster10'].map(name => svg(mesh).clusters.find(cluster => cluster.name === name)!.box!.x);
    expect(spokeX).toBeLessThan(hubX);
    expect(text.match(/<path class="link discovery" d="[^"]*" marker-end="[^"]*"><title>cluster1\d -&#62; cluster10 /g)).toHaveLength(3);
  });
});

test('the title says the kind of the links where there is one only', () => {
  const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
  const titles = () => [svg(mesh).title, /^title: "(.*)"$/m.exec(meshMermaid(meshGraph(mesh)))![1]];
  a.consume(b, { mode: LinkMode.serviceEntry() });
  expect(titles()).toEqual(Array(2).fill('Mesh demo: 2 clusters, 1 service entry link'));
  b.consume(a);
  expect(titles()).toEqual(Array(2).fill('Mesh demo: 2 clusters, 2 links'));
});

describe('form', () => {
  test('of a hub with 11 clusters, of 3 and of 4 clusters linked each with each: a diagram', () => {
    const { mesh, clusters } = meshOf(names(12));
    mesh.connectHub(clusters[3]);
    const boxes = svg(mesh).clusters.map(({ box }) => box!.x);
    // Around the hub, or the picture would be a tower.
    expect(new Set(boxes).size).toBe(3);
    for (const count of [3, 4]) {
      const full = meshOf(names(count)).mesh;
      full.connectAll();
      expect(isDiagram(full)).toBe(true);
    }
  });

  test.each([5, 12])('of %d clusters linked each with each: a matrix', count => {
    const { mesh } = meshOf(names(count));
    mesh.connectAll();
    expect(isDiagram(mesh)).toBe(false);
    expect(svg(mesh).links).toHaveLength(count * (count - 1));
  });

  test('of a mesh in which dagre finds no layout: a matrix', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [first, second, third] = ['111111111111', '222222222222', '000000000003'];
    const add = (name: string, account: string, region: string) => addCluster(mesh, name, {
      account, region, vpc: ClusterVpc.fromAttributes(vpcAttributes(name, { availabilityZones: [`${region}a`, `${region}b`] })),
    });
    for (const [a, b] of [
      [add('fy', first, 'us-east-1'), add('yu1ueq', second, 'us-east-1')],
      [add('s', second, 'eu-west-1'), add('a', second, 'eu-west-1')],
      [add('o88szta-k6', second, 'us-east-1'), add('y', third, 'eu-west-1')],
      [add('h', third, 'us-east-1'), add('iy1f4-il', first, 'us-east-1')],
      [add('e', third, 'eu-west-1'), add('m032nvrsow', second, 'us-east-1')],
      [add('k', second, 'us-east-1'), add('o', third, 'us-east-1')],
    ]) {
      mesh.connect(a, b);
    }
    expect(isDiagram(mesh)).toBe(false);
    expect(svg(mesh).links).toHaveLength(12);
  });

  test('of a hub with more clusters than a page holds: a matrix', () => {
    const { mesh, clusters: [hub] } = meshOf(names(21));
    mesh.connectHub(hub);
    expect(isDiagram(mesh)).toBe(false);
  });
});

describe('texts', () => {
  const LONG = 'a'.repeat(63);

  test('that are long are cut, in their boxes', () => {
    const { mesh, cluster1 } = pair();
    exportApi(cluster1, { namespace: LONG, name: LONG, ports: [1, 2, 3, 4, 5, 6].map(port => ServicePort.tcp(60000 + port, { name: `tcp-${port}` })) });
    const { box, texts } = svg(mesh).clusters[0];
    expect(texts.map(({ content }) => content)[3]).toMatch(/^a+…[a.:\d,]*60004,…$/);
    expect(texts.every(text => isInside(text, box!))).toBe(true);
  });

  test('a long list of exports is cut', () => {
    const { mesh, cluster1 } = pair();
    names(9).forEach(name => exportApi(cluster1, { name }));
    expect(textsOf(mesh, 'cluster1').slice(3)).toEqual(['api.cluster1:80', ...[10, 11, 12].map(n => `cluster${n}.cluster1:80`), 'and 6 more']);
    expect(mermaid(mesh).nodes[0].label).toMatch(/cluster13\.cluster1:80<br\/>and 5 more$/);
  });

  test('of the user\'s own are escaped', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const id = '<b>"&]; #quot; `x` %% end -->';
    const stack = new Stack(new App(), 'App', { env: { account: '111111111111', region: 'eu-west-1' } });
    const vpc = ClusterVpc.fromVpc(new Vpc(stack, id));
    const cluster = addCluster(mesh, 'end', { vpc });
    cluster.consume(addCluster(mesh, 'default'));
    addCluster(mesh, 'subgraph').consume(addCluster(mesh, 'x-click'));
    expect(textsOf(mesh, 'end')).toContain(`vpc App/${id}`);
    expect(mermaid(mesh)).toMatchObject({ nodes: [{ id: 'cluster_default' }, { id: 'cluster_end' }, { id: 'cluster_subgraph' }, { id: 'cluster_x_click' }] });
    expect(mermaid(mesh).nodes[1].label).toBe(`<b>end</b><br/>network end<br/>vpc App/${id}<br/>no exports`);
    expect(meshMermaid(meshGraph(mesh))).toContain('vpc App/#60;b#62;#34;#38;#93;#59; #35;quot');
  });

  test('that XML cannot hold are replaced', () => {
    expect(escapeXml('a\u0000b\ud800c\nd<é😀>')).toBe('a\ufffdb\ufffdc\ufffdd&#60;é😀&#62;');
  });

  test.each(['short', 'a'.repeat(40), '変'.repeat(30), '😀'.repeat(9)])('%s fits', text => {
    const cut = fitted(text, 15);
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(textWidth('x'.repeat(15), 10));
    expect(cut === text || /^.+…/u.test(cut)).toBe(true);
  });
});

test('Mermaid breaks no line at a hyphen that it has room for', () => {
  const { mesh, cluster1 } = pair();
  exportApi(cluster1, { namespace: 'payments-production', name: 'invoices-api', ports: [ServicePort.http(80), ServicePort.grpc(9000)] });
  const { nodes, wrappingWidth } = mermaid(mesh);
  const lines = nodes.flatMap(({ label }) => label.split('<br/>'));
  // Mermaid's font is not wider than ours of the same size.
  expect(lines.filter(line => textWidth(line, 16) > wrappingWidth)).toEqual([]);
});

test('Mermaid\'s readers are told when the other picture is a table', () => {
  const isTold = (count: number) => {
    const { mesh } = meshOf(names(count));
    mesh.connectAll();
    return [meshMermaid(meshGraph(mesh)).includes('%% mesh.svg shows these links in a table'), isDiagram(mesh)];
  };
  expect([isTold(4), isTold(5)]).toEqual([[false, true], [true, false]]);
});

test('Mermaid is told of more edges than it draws by itself', () => {
  const edgesNote = (count: number) => {
    const { mesh } = meshOf(names(count));
    mesh.connectAll();
    return meshMermaid(meshGraph(mesh)).includes('maxEdges');
  };
  expect([edgesNote(32), edgesNote(33)]).toEqual([false, true]);
});

describe('the SVG, for everyone,', () => {
  const text = meshSvg(meshGraph(pair().mesh));
  // The rules of a scheme, such as { '.page fill': '#ffffff' }.
  const [light, dark] = text.split('@media (prefers-color-scheme: dark)').map(css => Object.fromEntries(
    [...css.matchAll(/^(\S.*) \{ (.*) \}$/gm)].flatMap(([, selectors, rules]) => selectors.split(', ')
      .flatMap(selector => [...rules.matchAll(/(fill|stroke): (#[0-9a-f]{6})/g)].map(([, name, value]): [string, string] => [`${selector} ${name}`, value])))));
  // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  const luminance = (colour: string) => [0.2126, 0.7152, 0.0722].map((part, index) => {
    const value = parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
    return part * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  }).reduce((sum, value) => sum + value);
  const contrast = (a: string, b: string) => {
    const [less, more] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (more + 0.05) / (less + 0.05);
  };

  test.each([['light', light], ['dark', dark]])('has texts and arrows that stand out in %s', (_, colours) => {
    for (const background of ['.page fill', '.group-box fill', '.box fill'].map(rule => colours[rule])) {
      for (const rule of ['text fill', '.note fill', '.legend fill']) {
        expect(contrast(colours[rule], background)).toBeGreaterThanOrEqual(4.5);
      }
      for (const rule of ['.link.discovery stroke', '.link.service-entry stroke', '.mark.discovery fill', '.mark.service-entry fill']) {
        expect(contrast(colours[rule], background)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test('has its own background, for a page around it that is light where the reader\'s choice is dark, or the other way round', () => {
    const { page } = svg(pair().mesh);
    expect(text).toMatch(new RegExp(`^<rect class="page" x="0" y="0" width="${page.width}" height="${page.height}" rx="8"/>$`, 'm'));
    expect(text.indexOf('class="page"')).toBeLessThan(text.search(/<(rect|path|text)(?! class="(page|mark))/));
  });

  test('of two clusters is so narrow that a phone shows texts of 8 pixels', () => {
    expect(FONT_SIZES.note * 390 / svg(pair().mesh).page.width).toBeGreaterThan(8);
  });

  test('says in words what it shows', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    const provider = addCluster(mesh, 'd', { exposeAllServices: true });
    mesh.connect(a, b);
    a.consume(c);
    c.consume(provider, { mode: LinkMode.serviceEntry() });
    a.consume(addCluster(mesh, 'e'), { mode: LinkMode.serviceEntry() });
    const spoken = meshSvg(meshGraph(mesh));
    expect(spoken).toMatch(/^<svg [^>]* role="img">\n.*\n<title>[^<]+<\/title>\n<desc>\n/);
    expect(/<desc>\n([^<]*)\n<\/desc>/.exec(spoken)![1].split('\n')).toEqual([
      'a (account 111111111111, eu-west-1): exports api.a:80; consumes b, c by discovery; consumes e by service entry.',
      'b (account 111111111111, eu-west-1): exports api.b:80; consumes a by discovery.',
      'c (account 111111111111, eu-west-1): exports api.c:80; consumes d by service entry.',
      'd (account 111111111111, eu-west-1): exports every service.',
      'e (account 111111111111, eu-west-1): no exports.',
    ]);
  });
});

test('the SVG has colours for light and dark', () => {
  const text = meshSvg(meshGraph(pair().mesh));
  const [light, dark] = text.split('@media (prefers-color-scheme: dark)');
  const colour = (css: string, rule: string) => new RegExp(`^${rule} \\{ fill: (#[0-9a-f]{6})`, 'm').exec(css)![1];
  for (const rule of ['.page', '.box', 'text']) {
    expect(colour(light, rule)).not.toBe(colour(dark, rule));
  }
});

test('a new link in a matrix is one more element', () => {
  const text = (further: boolean) => {
    const { mesh, clusters: [a, b] } = meshOf(names(12));
    for (const consumer of mesh.clusters.slice(2)) {
      mesh.clusters.filter(provider => provider !== consumer).forEach(provider => consumer.consume(provider));
    }
    a.consume(b);
    if (further) {
      b.consume(a);
    }
    return meshSvg(meshGraph(mesh)).split('\n');
  };
  const [before, after] = [text(false), text(true)];
  // The link itself, the number of links, twice, and what the consumer consumes, in words.
  expect(after.filter(line => !before.includes(line))).toHaveLength(4);
});
