import { test } from 'vitest';
import { expectVerdicts } from './verdicts';

/** Classes of TypeScript whose members have the type `any` or none of their own, and subclasses that say what they are. */
const sdk = "import { Zentra } from '@zentra/sdk';";
const deck = '{ cards: { freeze(id: string) {} } }';
const zentra = 'new Zentra({})';

const forms: [name: string, base: string, heirs: string][] = [
  [
    'an abstract method',
    'abstract make(): any;\n  stop() { return this.make().cards.freeze(1); } //: sdk',
    `class Heir extends Base { make() { return ${zentra}; } }`,
  ],
  [
    'a method that gives nothing',
    'make(): any { return undefined; }\n  stop() { return this.make().cards.freeze(1); } //: sdk',
    `class Heir extends Base { make() { return ${zentra}; } }`,
  ],
  [
    "a method that gives somebody else's",
    `make(): any { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: partly`,
    `class Heir extends Base { make() { return ${zentra}; } }`,
  ],
  [
    'a getter',
    `get api(): any { return ${deck}; }\n  stop() { return this.api.cards.freeze(1); } //: partly`,
    `class Heir extends Base { get api() { return ${zentra}; } }`,
  ],
  [
    'a field',
    'api: any;\n  stop() { return this.api.cards.freeze(1); } //: sdk',
    `class Heir extends Base { api = ${zentra}; }`,
  ],
  [
    "a constructor's parameter",
    'constructor(protected api: any) {}\n  stop() { return this.api.cards.freeze(1); } //: partly',
    `class Heir extends Base { override api = ${zentra}; }\nnew Base(${deck});`,
  ],
  [
    'a method of a class that a mixin extends',
    `make(): any { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: partly`,
    `type Class = new (...given: any[]) => {};\nconst retrying = <B extends Class>(B: B) => class extends B { tries = 3; };\nclass Heir extends retrying(Base as any as new () => Base) { make() { return ${zentra}; } }`,
  ],
  [
    'a method that only a subclass of a subclass overrides',
    `make(): any { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: partly`,
    `class Between extends Base {}\nclass Heir extends Between { make() { return ${zentra}; } }`,
  ],
  [
    'a method whose type is that of its own value',
    `make() { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: partly`,
    `class Heir extends Base { make() { return ${zentra}; } }`,
  ],
  [
    'a field whose type is that of its own value',
    `api = ${deck};\n  stop() { const { cards } = this.api; return cards.freeze(1); } //: partly`,
    `class Heir extends Base { api = ${zentra}; }`,
  ],
  [
    'a getter whose type is that of its own value',
    `get api() { return ${deck}; }\n  stop() { return this.api.cards.freeze(1); } //: partly`,
    `class Heir extends Base { get api() { return ${zentra}; } }`,
  ],
  [
    'a method that awaits its own value',
    `async make() { return ${deck}; }\n  async stop() { return (await this.make()).cards.freeze(1); } //: partly`,
    `class Heir extends Base { async make() { return ${zentra}; } }`,
  ],
  [
    'a private method, which no subclass overrides',
    `private make() { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: elsewhere`,
    `class Heir extends Base { other() { return ${zentra}; } }`,
  ],
  [
    "methods without a type that all give somebody else's",
    `make() { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: elsewhere`,
    `class Heir extends Base { make() { return ${deck}; } }\nclass Apart { make() { return ${zentra}; } }`,
  ],
  [
    "methods that all give somebody else's",
    `make(): any { return ${deck}; }\n  stop() { return this.make().cards.freeze(1); } //: elsewhere`,
    `class Heir extends Base { make() { return ${deck}; } }\nclass Apart { make() { return ${zentra}; } }`,
  ],
  [
    'a static method, which is of its class alone',
    `static make(): any { return ${deck}; }\n  stop() { return Base.make().cards.freeze(1); } //: elsewhere`,
    `class Heir extends Base { static make() { return ${zentra}; } }`,
  ],
];

test.each(forms)('%s may be what a subclass makes of it', (_, base, heirs) => {
  const kind = base.startsWith('abstract') ? 'abstract class' : 'class';
  expectVerdicts({
    'base.ts': `export ${kind} Base {\n  ${base}\n}`,
    'heirs.ts': `${sdk}\nimport { Base } from './base';\n${heirs}`,
  });
  expectVerdicts({ 'all.ts': `${sdk}\n${kind} Base {\n  ${base}\n}\n${heirs}` });
});
