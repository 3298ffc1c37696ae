import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDependency } from '../../../../codemods/engine/dependencies/add-dependency';

const add = (text: string) =>
  addDependency(text, { name: 'zentra-compat', version: '^1.0.0', beside: '@zentra/sdk' });

describe('adding a dependency to a package.json', () => {
  it('puts it in order where the section is sorted', () => {
    expect(
      add('{\n  "dependencies": {\n    "@zentra/sdk": "^2.0.0",\n    "express": "^4.0.0"\n  }\n}\n'),
    ).toBe(
      '{\n  "dependencies": {\n    "@zentra/sdk": "^2.0.0",\n    "express": "^4.0.0",\n    "zentra-compat": "^1.0.0"\n  }\n}\n',
    );
    expect(add('{"dependencies":{"@zentra/sdk":"1","zod":"4"}}')).toBe(
      '{"dependencies":{"@zentra/sdk":"1","zentra-compat":"^1.0.0","zod":"4"}}',
    );
  });

  it('puts it below the SDK where the section is not sorted', () => {
    expect(add('{\n"dependencies": {\n  "zod": "4",\n  "@zentra/sdk": "1",\n  "ajv": "8"\n}}')).toBe(
      '{\n"dependencies": {\n  "zod": "4",\n  "@zentra/sdk": "1",\n  "zentra-compat": "^1.0.0",\n  "ajv": "8"\n}}',
    );
  });

  it('can come first', () => {
    expect(add('{"dependencies": {"zod": "4"}}')).toBe(
      '{"dependencies": {"zentra-compat": "^1.0.0", "zod": "4"}}',
    );
  });

  it('keeps tabs, CRLF, a byte order mark and a missing final newline', () => {
    expect(add('\uFEFF{\r\n\t"dependencies": {\r\n\t\t"@zentra/sdk" : "1"\r\n\t}\r\n}')).toBe(
      '\uFEFF{\r\n\t"dependencies": {\r\n\t\t"@zentra/sdk" : "1",\r\n\t\t"zentra-compat" : "^1.0.0"\r\n\t}\r\n}',
    );
  });

  it('goes into every section that has the SDK', () => {
    const text = '{"devDependencies":{"@zentra/sdk":"1"},"peerDependencies":{"@zentra/sdk":">=1"}}';
    expect(JSON.parse(add(text))).toEqual({
      devDependencies: { '@zentra/sdk': '1', 'zentra-compat': '^1.0.0' },
      peerDependencies: { '@zentra/sdk': '>=1', 'zentra-compat': '^1.0.0' },
    });
  });

  it('goes into dependencies where no section has the SDK', () => {
    const text = '{\n  "name": "a",\n  "devDependencies": {\n    "b": "1"\n  }\n}\n';
    expect(add(text)).toBe(
      '{\n  "name": "a",\n  "devDependencies": {\n    "b": "1"\n  },\n  "dependencies": {\n    "zentra-compat": "^1.0.0"\n  }\n}\n',
    );
  });

  it('fills an empty section and an empty file', () => {
    expect(add('{\n    "dependencies": {}\n}\n')).toBe(
      '{\n    "dependencies": {\n        "zentra-compat": "^1.0.0"\n    }\n}\n',
    );
    expect(add('{"dependencies":{}}')).toBe('{"dependencies":{"zentra-compat":"^1.0.0"}}');
    expect(add('{}\n')).toBe('{\n  "dependencies": {\n    "zentra-compat": "^1.0.0"\n  }\n}\n');
  });

  it('changes nothing where it is there already, in whatever section', () => {
    const text = '{"dependencies":{"@zentra/sdk":"1"},"devDependencies":{"zentra-compat":"1"}}';
    expect(add(text)).toBe(text);
  });

  it('is not misled by names in other places', () => {
    const text =
      '{"scripts":{"@zentra/sdk":"}{\\""},"a":[{"dependencies":{}}],"dependencies":{"@zentra/sdk":"1"}}';
    expect(add(text)).toBe(text.replace('"1"', '"1","zentra-compat":"^1.0.0"'));
  });

  it('adds exactly one entry to any package.json, in any layout, and the same bytes the second time', () => {
    const names = fc.constantFrom('@zentra/sdk', 'a', 'zod', 'express', '"quoted"', 'b\\c');
    const section = fc.dictionary(names, fc.constantFrom('1', '^2.0.0', '}{'), { maxKeys: 4 });
    const manifest = fc.record(
      {
        name: fc.string(),
        dependencies: section,
        devDependencies: section,
        scripts: section,
        nested: fc.array(fc.record({ dependencies: section })),
      },
      { requiredKeys: [] },
    );
    const indent = fc.constantFrom<string | number | undefined>(undefined, 2, 4, '\t', 1);
    fc.assert(
      fc.property(manifest, indent, fc.boolean(), (value, space, crlf) => {
        const plain = JSON.stringify(value, null, space);
        const text = crlf ? plain.replaceAll('\n', '\r\n') : plain;
        const result = add(text);
        const sections = (['dependencies', 'devDependencies'] as const).filter(
          (key) => value[key] !== undefined && '@zentra/sdk' in value[key],
        );
        const meant: Record<string, unknown> = structuredClone(value);
        for (const key of sections.length > 0 ? sections : ['dependencies']) {
          meant[key] = { ...(meant[key] as object | undefined), 'zentra-compat': '^1.0.0' };
        }
        expect(JSON.parse(result)).toEqual(meant);
        expect(add(result)).toBe(result);
        // What npm would print, apart from the place of the new entry.
        if (space !== undefined && Object.keys(value).length > 0) {
          const printed = JSON.stringify(JSON.parse(result), null, space);
          expect(result).toBe(crlf ? printed.replaceAll('\n', '\r\n') : printed);
        }
      }),
      { numRuns: 300 },
    );
  });
});
