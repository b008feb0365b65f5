import { describe, expect, it } from 'vitest';
import { inBackground } from './background-timer';

describe('a timer in the background', () => {
  it('[B-4] is not waited for, where there is something to wait', () => {
    const calls: string[] = [];
    inBackground({ unref: () => calls.push('unref') });
    expect(calls).toEqual(['unref']);
    expect(() => [7, {}].forEach(inBackground)).not.toThrow();
  });
});
