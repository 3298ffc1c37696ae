import { type Dialect, exported, typed } from './dialect';
import type { Random } from './random';
import { capitalised, nouns, verbs } from './words';

/** A declaration of ordinary code, and its name. */
export interface Declaration {
  name: string;
  lines: string[];
}

type Template = (name: string, random: Random, dialect: Dialect) => string[];

/** A declaration from one of the templates, with a name that is unique in the file. */
export function fillerDeclaration(random: Random, dialect: Dialect, serial: number): Declaration {
  const name = `${random.pick(verbs)}${capitalised(random.pick(nouns))}${serial}`;
  const template = random.pick(dialect.jsx ? [...templates, component] : templates);
  return { name: template === component ? capitalised(name) : name, lines: template(name, random, dialect) };
}

const fold: Template = (name, random, dialect) => {
  const [noun, field] = [random.pick(nouns), random.pick(nouns)];
  return [
    `/** Sums what every ${noun} holds of its ${field}, leaving out those that were closed before ${random.between(2009, 2025)}. */`,
    `${exported(dialect)}function ${name}(${noun}s${typed(dialect, 'readonly Record<string, number>[]')}) {`,
    `  let total = ${random.between(0, 9)};`,
    `  for (const ${noun} of ${noun}s) {`,
    `    const ${field}Value = ${noun}.${field} ?? 0;`,
    `    if (${field}Value < ${random.between(1, 900)} || ${noun}.closed === 1) continue;`,
    `    total += ${field}Value * ${random.between(2, 40)};`,
    '  }',
    '  return total;',
    '}',
  ];
};

const index: Template = (name, random, dialect) => {
  const noun = random.pick(nouns);
  return [
    `${exported(dialect)}const ${name} = (rows${typed(dialect, 'readonly string[]')}) => {`,
    `  const by${capitalised(noun)} = new Map${dialect.typed ? '<string, string[]>' : ''}();`,
    '  rows.forEach((row, position) => {',
    `    const key = row.slice(0, ${random.between(1, 9)}).trim().toLowerCase();`,
    `    const list = by${capitalised(noun)}.get(key) ?? [];`,
    `    list.push(\`\${position}:${noun}:\${row.length}\`);`,
    `    by${capitalised(noun)}.set(key, list);`,
    '  });',
    `  return [...by${capitalised(noun)}.entries()].sort(([a], [b]) => (a < b ? -1 : 1));`,
    '};',
  ];
};

const record: Template = (name, random, dialect) => {
  const [a, b, c] = [random.pick(nouns), random.pick(nouns), random.pick(nouns)];
  return [
    `// The ${a} tables were measured in ${random.between(2011, 2025)}; finance keeps the source of the numbers.`,
    `${exported(dialect)}const ${name} = {`,
    ...Array.from(
      { length: random.between(4, 9) },
      (_, row) =>
        `  ${a}${row}: { ${b}: ${random.between(1, 99_999)}, label: '${random.pick(verbs)} the ${c}', weight: ${random.between(1, 99) / 100} },`,
    ),
    '};',
  ];
};

const retry: Template = (name, random, dialect) => {
  const noun = random.pick(nouns);
  return [
    `${exported(dialect)}async function ${name}(send${typed(dialect, `(${noun}: string, attempt: number) => Promise<boolean>`)}, ${noun}${typed(dialect, 'string')}) {`,
    `  const pauses = [${random.between(10, 90)}, ${random.between(100, 900)}, ${random.between(1000, 5000)}];`,
    '  for (const [attempt, pause] of pauses.entries()) {',
    '    try {',
    `      if (await send(${noun}, attempt)) return attempt;`,
    '    } catch (error) {',
    `      console.warn('${noun} was not sent', { attempt, error });`,
    '    }',
    '    await new Promise((resolve) => setTimeout(resolve, pause));',
    '  }',
    `  throw new Error(\`\${${noun}} was given up after \${pauses.length} attempts\`);`,
    '}',
  ];
};

const state: Template = (name, random, dialect) => {
  const [from, to, noun] = [random.pick(verbs), random.pick(verbs), random.pick(nouns)];
  return [
    `${exported(dialect)}function ${name}(current${typed(dialect, 'string')}, ${noun}${typed(dialect, '{ id: string; tags: string[] }')}) {`,
    '  switch (current) {',
    `    case '${from}':`,
    `      return ${noun}.tags.includes('urgent') ? '${to}' : '${from}';`,
    `    case '${to}':`,
    `      return ${noun}.id.startsWith('${noun.slice(0, 2).toUpperCase()}-') ? 'done' : '${from}';`,
    '    default:',
    `      return ${noun}.tags.length > ${random.between(1, 6)} ? 'waiting' : current;`,
    '  }',
    '}',
  ];
};

const shape: Template = (name, random, dialect) => {
  const members = Array.from({ length: random.between(3, 7) }, (_, row) => `${random.pick(nouns)}${row}`);
  if (!dialect.typed) return record(name, random, dialect);
  return [
    `interface ${capitalised(name)}Shape {`,
    ...members.map((member) => `  ${member}: ${random.pick(['string', 'number', 'boolean', 'string[]'])};`),
    '}',
    '',
    `${exported(dialect)}function ${name}(value: Partial<${capitalised(name)}Shape>): string {`,
    `  const parts = Object.entries(value).filter(([, part]) => part !== undefined && part !== '');`,
    `  return parts.map(([key, part]) => \`\${key}=\${String(part)}\`).join('${random.pick([',', ';', '&', '|'])}');`,
    '}',
  ];
};

const pipeline: Template = (name, random, dialect) => {
  const noun = random.pick(nouns);
  return [
    `${exported(dialect)}function ${name}(${noun}s${typed(dialect, 'number[]')}, limit = ${random.between(5, 500)}) {`,
    `  return ${noun}s`,
    `    .filter((${noun}) => ${noun} % ${random.between(2, 17)} !== 0)`,
    `    .map((${noun}) => Math.round((${noun} * ${random.between(101, 199)}) / 100))`,
    `    .reduce((sum, ${noun}) => (sum > limit * ${random.between(10, 90)} ? sum : sum + ${noun}), 0);`,
    '}',
  ];
};

const component: Template = (name, random, dialect) => {
  const noun = random.pick(nouns);
  return [
    `${exported(dialect)}function ${capitalised(name)}({ ${noun}s, title }${typed(dialect, `{ ${noun}s: string[]; title: string }`)}) {`,
    `  const shown = ${noun}s.slice(0, ${random.between(3, 30)});`,
    '  return (',
    `    <section className="${noun}-list">`,
    '      <h2>{title}</h2>',
    `      {shown.map((${noun}) => (`,
    `        <p key={${noun}} title="${random.pick(verbs)}">`,
    `          {${noun}.toUpperCase()} {shown.length > 1 ? 'of several' : 'alone'}`,
    '        </p>',
    '      ))}',
    '    </section>',
    '  );',
    '}',
  ];
};

const templates: readonly Template[] = [fold, index, record, retry, state, shape, pipeline];
