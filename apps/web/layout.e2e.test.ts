import { describe, expect, it } from 'vitest';
import { rowOf, seen, useSite } from './site.fixture';

const { site, open } = useSite();

describe('the list', () => {
  it('shows a name in full on every screen', async () => {
    const name = 'Augusta Byron';
    await site().create({ name, email: 'augusta.ada.king.byron@analytical-engines.example.org' });
    const page = await open('/users?q=augusta');
    const link = rowOf(page, name).getByRole('link', { name });
    for (const width of [320, 390, 768, 834, 900, 960, 991, 992, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      await seen(link);
      const cutOff = await link.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect({ width, cutOff }).toEqual({ width, cutOff: 0 });
    }
  });
});
