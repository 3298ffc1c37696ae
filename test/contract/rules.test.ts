import { describe, expect, it } from 'vitest';
import { transforms } from '../../codemods/zentra/transforms';
import { compositions, routes } from '../../src/contract/routes';
import {
  conflicts,
  deprecations,
  methodRules,
  parameterRules,
  reviewRules,
  rules,
} from '../../src/contract/rules';

describe('the table of rules', () => {
  it('uses no id, code or legacy name twice', () => {
    const codes = [...methodRules, ...parameterRules, ...conflicts].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(new Set(methodRules.map(({ legacy }) => legacy)).size).toBe(methodRules.length);
  });

  it('has every code among the public deprecations, and no member that is computed', () => {
    expect(Object.keys(deprecations)).toEqual(
      [...methodRules, ...parameterRules, ...conflicts].map(({ code }) => code),
    );
    const ids = Object.values(deprecations).map(({ rule }) => rule as string | undefined);
    for (const { id } of reviewRules) expect(ids).not.toContain(id);
  });

  it.each(rules)('$id: its message is a sentence without a full stop, its advice one with', (rule) => {
    expect(rule.message).toMatch(/[^.]$/);
    expect(rule.advice).toMatch(/\.$/);
  });

  it('has a codemod for each rule, in its order', () => {
    expect(transforms.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  });

  it('takes no name of a reviewed operation for a legacy one', () => {
    const operations = [...Object.keys(routes), ...Object.keys(compositions)];
    for (const { legacy } of methodRules) expect(operations).not.toContain(legacy);
  });
});
