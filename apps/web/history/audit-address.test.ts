import { describe, expect, it } from 'vitest';
import { readAuditAddress, whereOf, writeAuditAddress } from './audit-address';

describe('the address of the audit page', () => {
  it('keeps its filters', () => {
    const address = {
      type: 'renamed',
      actor: 'system',
      user: 'u1',
      from: '2026-11-01',
      to: '2026-11-27',
    } as const;
    expect(readAuditAddress(writeAuditAddress(address))).toEqual(address);
    expect(writeAuditAddress({})).toBe('');
  });

  it('leaves out what makes no sense', () => {
    const nothing = { type: undefined, actor: undefined, user: undefined, from: undefined, to: undefined };
    expect(readAuditAddress('?type=exploded&actor=&from=yesterday&to=2026-99-99&color=red')).toEqual(nothing);
    expect(readAuditAddress(`?user=${'x'.repeat(100)}`).user).toHaveLength(64);
  });

  it('asks for whole days where the reader is', () => {
    expect(whereOf({})).toBeUndefined();
    expect(whereOf({ type: 'deleted', actor: 'a', user: 'u' })).toEqual({
      type: 'deleted',
      actor: 'a',
      userId: 'u',
    });
    expect(whereOf({ from: '2026-11-30', to: '2026-11-30' })).toEqual({
      at: { gte: new Date(2026, 10, 30), lt: new Date(2026, 11, 1) },
    });
  });
});
