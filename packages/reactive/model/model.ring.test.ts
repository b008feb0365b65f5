import { describe, expect, it } from 'vitest';
import { record } from './room.fixture';
import { Node } from './team.fixture';

const ring = () => {
  const [a, b, c] = [new Node({ name: 'a' }), new Node({ name: 'b' }), new Node({ name: 'c' })];
  a.next = b;
  b.next = c;
  c.next = a;
  for (const node of [a, b, c]) node.saveChanges();
  return { a, b, c };
};

describe('models that hold each other', () => {
  it('[M-78] a property that holds its own class is empty until it is given something', () => {
    const node = new Node({ name: 'a' });
    expect(node.next).toBeUndefined();
    const refused = { updated: false, errors: { 'next.name': ['Needed'] } };
    expect(node.set({ next: { name: '' } as Node })).toEqual(refused);
    expect(node.next).toBeUndefined();
    expect(node.set({ next: { name: 'b' } as Node }).updated).toBe(true);
    expect(node.next).toBeInstanceOf(Node);
    expect(node.set({ next: { name: '' } as Node })).toEqual(refused);
    expect(node.set({ next: undefined })).toEqual({ updated: true });
    expect(node.getProperties()).toEqual({ name: 'a' });
  });

  it('[M-79] hear of each other once', () => {
    const { a, b, c } = ring();
    const logs = [a, b, c].map((node) => record(node, 'name.changed', 'next.changed', 'change'));
    a.name = 'A';
    expect(logs.map((log) => log.map((entry) => (Array.isArray(entry) ? entry[0] : entry)))).toEqual([
      ['name.changed', 'change'],
      ['next.changed', 'change'],
      ['next.changed', 'change'],
    ]);
  });

  it('[M-79] are asked, written and taken back without end in sight, and yet it ends', () => {
    const { a, b, c } = ring();
    expect([a, b, c].map((node) => node.unpublished)).toEqual([false, false, false]);
    b.name = 'B';
    expect([a, b, c].map((node) => node.unpublished)).toEqual([true, true, true]);
    expect(a.getProperties()).toEqual({ name: 'a', next: { name: 'B', next: { name: 'c' } } });
    expect(a.initialValues).toEqual({ name: 'a', next: { name: 'b', next: { name: 'c' } } });
    expect(JSON.stringify(c)).toBe('{"name":"c","next":{"name":"a","next":{"name":"B"}}}');
    expect(a.validate()).toEqual({ valid: true });
    c.revert();
    expect([b.name, a.unpublished]).toEqual(['b', false]);
    b.name = 'B';
    c.saveChanges();
    expect(a.unpublished).toBe(false);
  });

  it('[M-72] are validated however deep, and each once', () => {
    const [a, b, c] = [new Node({ name: 'a' }), new Node({ name: '' }), new Node({ name: '' })];
    a.next = b;
    b.next = c;
    const errors = { 'next.name': ['Needed'], 'next.next.name': ['Needed'] };
    expect(a.validate()).toEqual({ valid: false, errors });
    c.next = a;
    expect(a.validate()).toEqual({ valid: false, errors });
    b.name = 'b';
    c.name = 'c';
    expect(a.validate()).toEqual({ valid: true });
  });

  it('[M-79] may hold themselves', () => {
    const node = new Node({ name: 'a' });
    node.next = node;
    const log = record(node, 'change');
    node.name = 'A';
    expect(log).toEqual(['change']);
    expect(node.getProperties()).toEqual({ name: 'A' });
    node.revert();
    expect(node.getProperties()).toEqual({ name: 'a' });
  });
});
