import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { runSchedules } from './schedules.fixture';
import { openTestDatabase, openTestServerDatabase } from './testing';

describe.each([
  { engine: 'the embedded database', open: openTestDatabase },
  { engine: 'a server', open: () => openTestServerDatabase() },
])('requests around transactions of $engine', ({ engine, open }) => {
  const figures = figuresOf(`requests around transactions of ${engine}`);

  it('neither join them nor wait for ever', async () => {
    const database = await open();
    try {
      await runSchedules(figures, database.prisma, 1000);
    } finally {
      await database.close();
    }
    expect(figures.violations).toEqual([]);
  });
});
