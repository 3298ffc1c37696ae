import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';

async function routesIn(files: Readonly<Record<string, string>>, withSdk = true): Promise<string[]> {
  const tree = treeOf({ 'package.json': withSdk ? packageJson : '{}', ...files });
  const { report } = await tree.migrate();
  return (report.blindSpots ?? []).map(
    ({ kind, file, line, reason }) =>
      `${kind} ${file}:${line} ${/(?:GET|POST|PUT) \/[^\s,]+|begin with \S+/.exec(reason)?.[0]}`,
  );
}

describe('a request that is made by hand to a legacy route is a blind spot, with the reviewed route', () => {
  test.each([
    ['a template', `fetch(\`\${base}/v1/cards/\${id}/freeze\`);`, 'POST /api/v1/cards/{card_id}/lock'],
    [
      'a call in it',
      `fetch(\`/v1/cards/\${encodeURIComponent(id)}/unfreeze\`);`,
      'POST /api/v1/cards/{card_id}/unlock',
    ],
    ['a sum', "axios.post(base + '/v1/cards/' + id + '/terminate');", 'POST /api/v1/cards/{card_id}/lock'],
    ['limits', "http.put('/v1/cards/card_1/limits', body);", 'GET /api/v1/cards/{card_id}/security'],
    ['a host', "const base = 'https://sandbox.api.usezentra.com/v1';", 'begin with /api/v1'],
    ['a host with a port', "const base = 'https://api.usezentra.com:443/v1/';", 'begin with /api/v1'],
    [
      'a base that is named like ours',
      `fetch(\`\${ZENTRA_URL}/cards/\${id}/freeze\`);`,
      'POST /api/v1/cards/{card_id}/lock',
    ],
    [
      'a host and its routes apart',
      "const HOST = 'https://api.usezentra.com'; fetch(HOST + '/v1/cards');",
      'begin with /api/v1',
    ],
    [
      'a route that is relative to the host',
      `fetch(new URL(\`v1/cards/\${id}/unfreeze\`, 'https://api.usezentra.com/'));`,
      'POST /api/v1/cards/{card_id}/unlock',
    ],
    [
      'a mock of ours',
      "http.post('https://api.usezentra.com/v1/cards/:id/freeze', ok);",
      'POST /api/v1/cards/{card_id}/lock',
    ],
  ])('%s', async (_, code, advice) => {
    expect(await routesIn({ 'a.js': `\n${code}\n` })).toEqual([`raw-route a.js:2 ${advice}`]);
  });

  test('in a component, a page and a package that has no SDK, too', async () => {
    const call = `fetch(\`https://api.usezentra.com/v1/cards/\${id}/freeze\`);`;
    const found = ['POST /api/v1/cards/{card_id}/lock'];
    expect(await routesIn({ 'a.vue': `<script>\n${call}\n</script>\n` })).toEqual([
      `raw-route a.vue:2 ${found}`,
    ]);
    expect(
      await routesIn({ 'a.md': 'Block it:\n\n    curl -X POST $HOST/v1/cards/card_1/freeze\n' }),
    ).toEqual([`raw-route a.md:3 ${found}`]);
    expect(await routesIn({ 'a.js': call }, false)).toEqual([`raw-route a.js:1 ${found}`]);
  });
});

test.each([
  ['a reviewed route', `fetch(\`https://api.usezentra.com/api/v1/cards/\${id}/lock\`);`],
  ['a host alone', "const base = 'https://api.usezentra.com';"],
  ['a route of the customer’s own', "app.post('/v1/cards/:id/freeze', (req, res) => res.end());"],
  ['a call of the customer’s own server', `fetch(\`\${API}/cards/\${id}/freeze\`);`],
  ['a comment', '// POST https://api.usezentra.com/v1/cards/card_1/freeze'],
  ['another version', "fetch('https://api.usezentra.com/v1.1/x');"],
  ['another collection', "fetch('/v1/accounts/1/freeze');"],
])('%s is none', async (_, code) => {
  expect(await routesIn({ 'a.js': code })).toEqual([]);
});

test('a route that looks like ours is nobody’s business where the vendor is not named', async () => {
  expect(await routesIn({ 'a.js': `fetch(\`/v1/cards/\${id}/freeze\`);` }, false)).toEqual([]);
});

test('a route that a comment accepts is listed as accepted', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'a.js': `// zentra-codemods-ignore raw-route: an old simulator\nfetch(\`/v1/cards/\${id}/freeze\`);\n`,
  });
  const { report } = await tree.migrate();
  expect([report.blindSpots, report.accepted?.map(({ rule }) => rule)]).toEqual([undefined, ['raw-route']]);
});
