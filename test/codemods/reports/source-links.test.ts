import { expect, it } from 'vitest';
import { sourceLinks } from '../../../codemods/reports/source-links';

const linkOf = (remote: string, file = 'src/a.ts', base = '') =>
  sourceLinks(remote, 'abc1234', base)?.(file, 7);

it.each([
  ['https://github.com/acme/shop.git', 'https://github.com/acme/shop/blob/abc1234/src/a.ts#L7'],
  ['git@github.com:acme/shop.git', 'https://github.com/acme/shop/blob/abc1234/src/a.ts#L7'],
  [
    'ssh://git@gitlab.acme.dev:2222/group/shop',
    'https://gitlab.acme.dev/group/shop/-/blob/abc1234/src/a.ts#L7',
  ],
  ['https://bitbucket.org/acme/shop/', 'https://bitbucket.org/acme/shop/src/abc1234/src/a.ts#lines-7'],
])('%s has pages', (remote, link) => {
  expect(linkOf(remote)).toBe(link);
});

it('a password in the address is in no link', () => {
  expect(linkOf('https://jo:s3cret@github.com/acme/shop.git')).toBe(
    'https://github.com/acme/shop/blob/abc1234/src/a.ts#L7',
  );
});

it('a name is no query and no fragment', () => {
  expect(linkOf('https://github.com/acme/shop', 'a?b#c.ts', 'my app')).toBe(
    'https://github.com/acme/shop/blob/abc1234/my%20app/a%3Fb%23c.ts#L7',
  );
});

it.each(['/srv/git/shop.git', '../shop', 'https://git.acme.dev/shop.git', 'file:///srv/github.com/shop'])(
  '%s has none that is known',
  (remote) => {
    expect(linkOf(remote)).toBeUndefined();
  },
);
