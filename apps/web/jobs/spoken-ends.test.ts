import { describe, expect, it } from 'vitest';
import { EndWatch } from './spoken-ends';

const job = (at: number, isActive: boolean) => ({ id: `${at}`, isActive, createdAt: new Date(at) });

describe('the ends of jobs that are told', () => {
  it('are those of jobs that were seen going on, or have begun since', () => {
    const watch = new EndWatch();
    expect(watch.look([job(3, true), job(2, false)])).toEqual([]);
    expect(watch.look([job(4, false), job(3, false), job(2, false)])).toEqual(['4', '3']);
    expect(watch.look([job(4, false), job(3, false), job(2, false)])).toEqual([]);
  });

  it('are not those of older ones that are looked at now', () => {
    const watch = new EndWatch();
    watch.look([job(3, true)]);
    expect(watch.look([job(3, true), job(2, false), job(1, false)])).toEqual([]);
  });

  it('are those of jobs that were taken up again, too', () => {
    const watch = new EndWatch();
    watch.look([job(1, false)]);
    watch.look([job(1, true)]);
    expect(watch.look([job(1, false)])).toEqual(['1']);
  });
});
