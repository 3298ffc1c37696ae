import { describe, expect, it } from 'vitest';
import { mergedControls, securityControls } from '../../src/contract/security';
import { refusal } from './refusal';

describe('security controls', () => {
  it('are flexible JSON', () => {
    const controls = {
      geofence_enabled: true,
      merchant_controls: { blocked_categories: ['7995'] },
      custom: { a: 'b' },
    };
    expect(securityControls(controls)).toEqual(controls);
  });

  it('take limits that are null, whole minor units, or nested ones', () => {
    const controls = { spending_limits: { daily_minor: 5, monthly_minor: null, online: { daily_minor: 0 } } };
    expect(securityControls(controls)).toEqual(controls);
    expect(securityControls({ spending_limits: null })).toEqual({ spending_limits: null });
  });

  it.each([0.5, -1, 2 ** 53, '500', true, [5]])('refuse a limit of %j, by its key', (value) => {
    expect(refusal(() => securityControls({ spending_limits: { daily_minor: value } })).field).toBe(
      'daily_minor',
    );
    expect(
      refusal(() => securityControls({ spending_limits: { online: { daily_minor: value } } })).field,
    ).toBe('daily_minor');
  });

  it('refuse a legacy spelling, which the gateway would disregard, and say the contract’s', () => {
    const error = refusal(() => securityControls({ spending_limits: { dailyLimit: 5 } }));
    expect(error.field).toBe('dailyLimit');
    expect(error.message).toContain('write daily_minor');
  });

  it.each([5, 'none', ['daily_minor']])('refuse %j for spending_limits', (limits) => {
    expect(refusal(() => securityControls({ spending_limits: limits })).field).toBe('spending_limits');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuse the key %s anywhere', (key) => {
    const polluting = `{${JSON.stringify(key)}:{"polluted":true}}`;
    for (const text of [polluting, `{"a":${polluting}}`, `{"a":[{"b":${polluting}}]}`]) {
      expect(refusal(() => securityControls(JSON.parse(text))).field).toBe(key);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('merging controls', () => {
  it('merges objects, replaces arrays and scalars, keeps null as null and all else untouched', () => {
    const current = {
      geofence_enabled: true,
      spending_limits: { daily_minor: 1, monthly_minor: 2 },
      merchant_controls: { blocked_categories: ['a', 'b'], mode: 'deny' },
    };
    const changes = {
      spending_limits: { daily_minor: null },
      merchant_controls: { blocked_categories: ['c'] },
    };
    expect(mergedControls(current, changes)).toEqual({
      geofence_enabled: true,
      spending_limits: { daily_minor: null, monthly_minor: 2 },
      merchant_controls: { blocked_categories: ['c'], mode: 'deny' },
    });
    expect(current.spending_limits.daily_minor).toBe(1);
  });

  it('replaces an object by a scalar and a scalar by an object', () => {
    expect(mergedControls({ a: { b: 1 }, c: 1 }, { a: 2, c: { d: 1 } })).toEqual({ a: 2, c: { d: 1 } });
  });

  it('keeps a __proto__ of the gateway as a plain key', () => {
    const merged = mergedControls(JSON.parse('{"__proto__":{"polluted":true},"a":1}'), { a: 2 });
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true},"a":2}');
    expect((merged as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
