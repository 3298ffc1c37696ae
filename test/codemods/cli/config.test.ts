import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, parseConfig } from '../../../codemods/api/config';

const published = readFileSync(join(__dirname, '../../../codemods/schemas/config.schema.json'), 'utf8');

describe('the published schema of the configuration', () => {
  it('is what `npm run schemas` writes', () => {
    expect(published).toBe(configJsonSchema());
  });

  it.each([
    [{}, true],
    [{ $schema: './x.json', client: 'keep', rules: ['freeze-to-lock'], include: ['src'] }, true],
    [{ client: 'always' }, false],
    [{ cilent: 'keep' }, false],
    [{ rules: ['freeze'] }, false],
    [{ exclude: [''] }, false],
    [[], false],
  ])('agrees with us about %j', (config, valid) => {
    const accepts = new Ajv2020().compile(JSON.parse(published));
    expect(accepts(config)).toBe(valid);
    const ours = () => parseConfig(JSON.stringify(config), 'config.json');
    if (valid) expect(ours()).toEqual(config);
    else expect(ours).toThrow(/^config\.json:/);
  });
});

describe('the configuration file', () => {
  it('may begin with a byte order mark', () => {
    expect(parseConfig('\uFEFF{"client":"keep"}', 'config.json')).toEqual({ client: 'keep' });
  });

  it('has every fault named at once', () => {
    expect(() => parseConfig('{"client":"x","one":1,"two":2}', 'config.json')).toThrow(
      /client: must be one of.*\n {2}one: no such key.*\n {2}two: no such key/,
    );
  });
});
