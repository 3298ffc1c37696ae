import type { Flow } from './flows';

/** The ways that go through a second file, which may be another package's. */
export const partFlows = {
  moduleFactory: {
    use: 'deps.zentra',
    part: 'module.exports = (deps) => async (record) => {\n$body\n};',
    call: 'await $part({ zentra: $client })(record);',
  },
  partialModule: {
    use: 'zentra',
    part: 'module.exports = async (zentra, record) => {\n$body\n};',
    call: 'await $part.bind(null, $client)(record);',
  },
  moduleProperty: {
    use: 'ctx.zentra',
    part: 'const ctx = { zentra: undefined };\nmodule.exports = {\n  ctx,\n  run: async (record) => {\n$body\n  },\n};',
    call: '$part.ctx.zentra = $client;\nawait $part.run(record);',
  },
  mixedInModule: {
    use: 'self.zentra',
    part: 'exports.run = async function (record) {\n  const self = this;\n$body\n};',
    define:
      'function Worker(zentra) {\n  this.zentra = zentra;\n}\nObject.assign(Worker.prototype, { run: $part.run });',
    call: 'await new Worker($client).run(record);',
  },
  spreadModule: {
    use: 'self.zentra',
    part: 'exports.run = async function (record) {\n  const self = this;\n$body\n};',
    define: 'function Worker(zentra) {\n  this.zentra = zentra;\n}\nObject.assign(Worker.prototype, $part);',
    call: 'await new Worker($client).run(record);',
  },

  // Other files that are handed the client, its namespace or one that they put a fake on.
  handedFunction: {
    use: 'zentra',
    part: 'exports.run = async (zentra, record) => {\n$body\n};',
    relay: 'exports.run = async (given, record) => next.run(given, record);',
    call: 'await $part.run($client, record);',
  },
  handedNamespace: {
    use: 'given',
    isNamespace: true,
    part: 'exports.run = async (given, record) => {\n$body\n};',
    relay: 'exports.run = async (given, record) => next.run(given, record);',
    call: 'await $part.run((await $client).cards, record);',
  },
  handedClass: {
    use: 'self.zentra',
    part: `exports.Guard = class Guard {
  constructor(zentra) {
    this.zentra = zentra;
  }
  async run(record) {
    const self = this;
$body
  }
};`,
    relay: `exports.Guard = class Outer {
  constructor(zentra) {
    this.inner = new next.Guard(zentra);
  }
  run(record) {
    return this.inner.run(record);
  }
};`,
    call: 'await new $part.Guard($client).run(record);',
  },
  handedBaseClass: {
    use: 'self.options.zentra',
    part: 'exports.Base = class Base {\n  constructor(options) {\n    this.options = options;\n  }\n  async run(record) {\n    const self = this;\n$body\n  }\n};',
    relay: 'exports.Base = class Middle extends next.Base {};',
    call: 'class Worker extends $part.Base {}\nawait new Worker({ zentra: $client }).run(record);',
  },
  handedOptions: {
    use: 'settings.zentra',
    part: 'exports.create = (options) => {\n  const settings = { retries: 1, ...options };\n  return { run: async (record) => {\n$body\n  } };\n};',
    relay: 'exports.create = (options) => next.create({ ...options, traced: true });',
    call: 'await $part.create({ zentra: $client }).run(record);',
  },
  handedRegistry: {
    use: "clients.get('zentra')",
    part: 'const clients = new Map();\nexports.register = (name, client) => clients.set(name, client);\nexports.run = async (record) => {\n$body\n};',
    relay:
      'exports.register = (name, client) => next.register(name, client);\nexports.run = (record) => next.run(record);',
    call: "$part.register('zentra', $client);\nawait $part.run(record);",
  },
  handedNamespaces: {
    use: "held['issuing']",
    isNamespace: true,
    part: 'const held = {};\nexports.keep = (name, api) => {\n  held[name] = api;\n};\nexports.run = async (record) => {\n$body\n};',
    relay: 'exports.keep = (name, api) => next.keep(name, api);\nexports.run = (record) => next.run(record);',
    call: "$part.keep('issuing', (await $client).cards);\nawait $part.run(record);",
  },
  handedBack: {
    use: 'zentra',
    part: 'exports.traced = (client) => client;',
    relay: 'exports.traced = (client) => next.traced(client);',
    call: 'const zentra = $part.traced($client);\n$body',
  },
  handedCallback: {
    use: 'zentra',
    part: 'exports.using = async (client, work) => work(client);',
    relay: 'exports.using = (client, work) => next.using(client, work);',
    call: 'const own = $client;\nawait $part.using(own, async (zentra) => {\n$body\n});',
  },
  fakedElsewhere: {
    use: 'zentra',
    part: 'exports.fake = (client) => {\n  client.cards.$method = async () => ({ faked: true });\n};',
    relay: 'exports.fake = (client) => next.fake(client);',
    call: 'const zentra = $client;\n$part.fake(zentra);\n$body',
  },
  spiedElsewhere: {
    use: 'zentra',
    part: "const { jest } = require('@jest/globals');\nexports.spy = (client) => {\n  jest.spyOn(client.cards, '$method').mockResolvedValue({ faked: true });\n};",
    relay: 'exports.spy = (client) => next.spy(client);',
    call: 'const zentra = $client;\n$part.spy(zentra);\n$body',
  },
} as const satisfies Record<string, Flow>;
